"""Whose mail is asked for."""

# The identities of the contact with the id :contact_id, or that had it before it was merged with another.
IDENTITIES = """
    SELECT id FROM identities WHERE user_id = :user_id AND person_id = coalesce(
        (SELECT person_id FROM memberships WHERE user_id = :user_id AND identity_id = :contact_id),
        CAST(:contact_id AS uuid))
"""
