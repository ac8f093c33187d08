"""A source's answer as it is kept, and as it is read again."""

from datetime import datetime
from typing import Any

import orjson

from integrations.enrichment.source import About, Answer, Found


def dump(answer: Answer) -> bytes:
    """What it found, as JSON."""
    return orjson.dumps(
        [
            {
                "about": found.about,
                "field": found.field,
                "value": found.value,
                "confidence": found.confidence,
                "url": found.url,
                "at": found.at,
            }
            for found in answer.found
        ]
    )


def load(kept: bytes) -> Answer:
    """The answer again; its cost and the vendor's limits were of that moment, and are not in it."""
    return Answer(tuple(_found(one) for one in orjson.loads(kept)))


def _found(one: dict[str, Any]) -> Found:
    return Found(
        about=About(one["about"]),
        field=one["field"],
        value=one["value"],
        confidence=one["confidence"],
        url=one["url"],
        at=datetime.fromisoformat(one["at"]) if one["at"] else None,
    )
