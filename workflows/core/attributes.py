"""The search attributes that a workflow is started with."""

from typing import Any
from uuid import UUID

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from models.contracts.core.jobs import kind_of
from models.contracts.core.search_attributes import CURRENT_GENERATION, GENERATION, KIND, MAILBOX, USER

_USER = SearchAttributeKey.for_keyword(USER)
_MAILBOX = SearchAttributeKey.for_keyword(MAILBOX)
_KIND = SearchAttributeKey.for_keyword(KIND)
_GENERATION = SearchAttributeKey.for_int(GENERATION)


def attributes(workflow_id: str, user_id: UUID | None = None, mailbox_id: UUID | None = None) -> TypedSearchAttributes:
    """Whose job it is, about which mailbox, of which kind."""
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(_KIND, kind_of(workflow_id)),
        SearchAttributePair(_GENERATION, CURRENT_GENERATION),
    ]
    if user_id is not None:
        pairs.append(SearchAttributePair(_USER, str(user_id)))
    if mailbox_id is not None:
        pairs.append(SearchAttributePair(_MAILBOX, str(mailbox_id)))
    return TypedSearchAttributes(pairs)
