"""What is called in the parser's processes with what people write of themselves. See `services/core/isolation`."""

import orjson

from models.contracts.mail.messages import Span
from services.mime.signature_fields.of_mail import mail_fields


def signed(mail: bytes) -> tuple[bytes]:
    """What a mail's signatures say: JSON, a list of (field, value, start, end, confidence, label)."""
    kept = orjson.loads(mail)
    spans = [Span(kind="signature", start=start, end=end) for start, end in kept["signatures"]]
    found = mail_fields(kept["text"], spans, kept["name"], kept["address"])
    return (orjson.dumps([(one.kind, one.value, one.start, one.end, one.confidence, one.label) for one in found]),)
