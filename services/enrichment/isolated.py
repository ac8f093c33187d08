"""What is called in the parser's processes with a company's page. See `services/core/isolation`."""

import orjson

from services.enrichment.company_page import read


def page(body: bytes, charset: bytes, url: bytes) -> tuple[bytes]:
    """What a page says of the company: JSON of [field, value, confidence]. `charset`: as its header has it, or b""."""
    return (orjson.dumps(read(body, charset.decode(), url.decode())),)
