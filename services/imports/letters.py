"""Messages of a file, as they go to the parser's processes."""

from datetime import datetime
from typing import Any

import orjson

from models.contracts.mail.messages import DateSource
from services.core.isolation.frames import Parts
from services.imports.mbox import MOST, RawMessage
from services.imports.takeout import message_id_of
from services.mail.letters import Kind, Letter
from services.mail.prepared import PreparedMail
from services.mail.source import Source


def mbox_letter(message: RawMessage) -> Letter:
    """Its thread is not known before it is read."""
    source_id = message_id_of(message)
    if message.raw is None:
        size, most = message.size // 2**20, MOST // 2**20
        refusal = f"This message has {size} MB; Gmail takes at most {most} MB."
        return Letter(source_id, source_id, refusal=refusal)
    head = {"source_id": source_id, "size": message.size, "end": message.end, "takeout": message.takeout}
    return Letter(source_id, source_id, (orjson.dumps(head), message.separator, message.raw))


def _opened(letter: Letter, answer: Parts) -> tuple[Source, PreparedMail]:
    head, body, source = answer
    told: dict[str, Any] = orjson.loads(source)
    told |= {
        "source_id": letter.source_id,
        "internal_date": datetime.fromisoformat(told["internal_date"]),
        "date_source": DateSource(told["date_source"]),
    }
    return Source(**told), PreparedMail.decode(head, body)


MBOX = Kind("services.imports.isolated:mbox", _opened)
