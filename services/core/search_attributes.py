"""Temporal knows Kith's search attributes before anything is started with them."""

import asyncio

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from base.errors import InvalidSettings, Unavailable
from models.contracts.core.search_attributes import KIND, SEARCH_ATTRIBUTES

_LOOKS = 300  # in a minute: a server takes note of new ones now and then
_TYPES = {"Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, "Int": IndexedValueType.INDEXED_VALUE_TYPE_INT}
_NOT_OURS_TO_ADD = {RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.UNAUTHENTICATED}


async def ensure_search_attributes(client: Client) -> None:
    """Add those that are missing, and wait until they can be used.

    Raises InvalidSettings, with what to run, where this client may not add them; Unavailable where they stay unknown.
    """
    missing = {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in await _known(client)}
    if not missing:
        return
    request = AddSearchAttributesRequest(
        namespace=client.namespace, search_attributes={name: _TYPES[kind] for name, kind in missing.items()}
    )
    try:
        await client.operator_service.add_search_attributes(request)
    except RPCError as error:
        if error.status in _NOT_OURS_TO_ADD:
            raise InvalidSettings(_ask_for(client.namespace, missing), field="KITH_TEMPORAL_NAMESPACE") from error
        if error.status is not RPCStatusCode.ALREADY_EXISTS:  # another process was faster
            raise
    await _usable(client)


async def _known(client: Client) -> set[str]:
    try:
        found = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
    except RPCError as error:
        if error.status not in _NOT_OURS_TO_ADD:
            raise
        return set(SEARCH_ATTRIBUTES) if await _answers(client) else set()
    return set(found.custom_attributes)


async def _usable(client: Client) -> None:
    for _ in range(_LOOKS):
        if await _answers(client):
            return
        await asyncio.sleep(0.2)
    raise Unavailable("Temporal does not yet know the search attributes that Kith has added. Try again.")


async def _answers(client: Client) -> bool:
    """Does Temporal understand a question about one of them?"""
    try:
        await client.count_workflows(f"{KIND} = 'none'")
    except RPCError as error:
        if error.status is not RPCStatusCode.INVALID_ARGUMENT:
            raise
        return False
    return True


def _ask_for(namespace: str, missing: dict[str, str]) -> str:
    pairs = " ".join(f"--name {name} --type {kind}" for name, kind in missing.items())
    return (
        f"Temporal does not let Kith add search attributes to the namespace {namespace!r}. "
        f"Have them added: temporal operator search-attribute create --namespace {namespace} {pairs}"
    )
