"""Wishes for labels, as conditions of a statement. What a message has is looked up in `message_labels`."""

from collections.abc import Sequence
from typing import Any

from models.contracts.mail.labels import LabelWish
from models.queries.core.arrays import Packed

# The labels of the first wish.
WISHED = "unnest(CAST(:places_0 AS uuid[]), CAST(:labels_0 AS text[])) AS w (place, label)"


def places(wishes: Sequence[LabelWish]) -> dict[str, Packed]:
    """The parameters of `fulfilled`: of each wish, mailboxes and labels."""
    found: dict[str, Packed] = {}
    for number, wish in enumerate(wishes):
        found[f"places_{number}"] = Packed([place for place, _ in wish.places])
        found[f"labels_{number}"] = Packed([label for _, label in wish.places])
    return found


def fulfilled(wishes: Sequence[LabelWish], date: str, message_id: str, *, first: int = 0) -> str:
    """Has the message with this date and id what all wishes, from the `first` on, want?"""
    return (
        " AND ".join(
            f"""{"" if wish.wanted else "NOT "}EXISTS (
            SELECT 1 FROM unnest(CAST(:places_{number} AS uuid[]), CAST(:labels_{number} AS text[])) AS o (place, label)
            JOIN message_labels h ON h.user_id = :user_id AND h.mailbox_id = o.place AND h.label = o.label
                AND h.date = {date} AND h.message_id = {message_id})"""  # noqa: S608 - names of the caller's statement
            for number, wish in enumerate(wishes)
            if number >= first
        )
        or "true"
    )


def unhidden(mailbox: str, date: str, message_id: str) -> str:
    """Has the message with this date and id none of the labels `:hidden`?"""
    return f"""NOT EXISTS (
        SELECT 1 FROM unnest(CAST(:hidden AS text[])) AS o (label) JOIN message_labels h
            ON h.user_id = :user_id AND h.mailbox_id = {mailbox} AND h.label = o.label
            AND h.date = {date} AND h.message_id = {message_id})"""  # noqa: S608


def numbered(wishes: Sequence[LabelWish]) -> dict[str, Any]:
    """The parameters of `kith_search_messages`: wishes from 1 on, and 0 for what is not wanted."""
    wanted = [wish for wish in wishes if wish.wanted]
    rows = [(wanted.index(wish) + 1 if wish.wanted else 0, *place) for wish in wishes for place in wish.places]
    return {
        "wishes": len(wanted),
        "wish": Packed([row[0] for row in rows]),
        "place": Packed([row[1] for row in rows]),
        "label": Packed([row[2] for row in rows]),
    }
