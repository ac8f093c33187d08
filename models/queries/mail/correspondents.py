"""Whose mail is asked for."""

# Whose :contact_id is now: it may have been theirs before they were merged with another. One value for the planner: under
# row-level security an index is not used for what it cannot see to be leakproof, as it cannot see a coalesce() to be.
PERSON = """
    (SELECT coalesce((SELECT person_id FROM memberships WHERE user_id = :user_id AND identity_id = :contact_id),
                     CAST(:contact_id AS uuid)))
"""
IDENTITIES = f"SELECT id FROM identities WHERE user_id = :user_id AND person_id = {PERSON}"  # noqa: S608 - literals
