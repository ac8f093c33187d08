"""Who of the identities seen in mail is the same person: pure functions over plain records, no database.

`identity` says what goes in, `resolve` what comes out: `resolve(identities)` for everybody; for a batch of new mail
`profile_of`, `keys`, `terms` and `resolve_pairs`. The score is Fellegi and Sunter's (1969), in bits: see `weights`.
"""
