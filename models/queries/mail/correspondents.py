"""Whose mail is asked for."""

# Whose :contact_id is now: it may have been theirs before they were merged with another. As a query of its own it is
# one value to the planner, which under row-level security would not look a coalesce() up in an index.
PERSON = """
    (SELECT coalesce((SELECT person_id FROM memberships WHERE user_id = :user_id AND identity_id = :contact_id),
                     CAST(:contact_id AS uuid)))
"""
IDENTITIES = f"SELECT id FROM identities WHERE user_id = :user_id AND person_id = {PERSON}"  # noqa: S608 - literals
