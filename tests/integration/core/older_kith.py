"""Kith as it was before its jobs had a generation: payloads in the clear, no search attributes."""

import contextlib
from collections.abc import Iterator

import pytest
from temporalio.common import TypedSearchAttributes
from temporalio.contrib.pydantic import pydantic_data_converter


@contextlib.contextmanager
def older_kith() -> Iterator[None]:
    """What is built and started in the block is as the older Kith made it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.wiring.data_converter", lambda *_: pydantic_data_converter)
        for module in ("starter", "schedules"):
            patch.setattr(f"workflows.core.{module}.attributes", lambda *_: TypedSearchAttributes.empty)
        yield
