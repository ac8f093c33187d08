"""Mail that arrives while the tests run."""

from email.message import EmailMessage

from tests.product import OWNER, Browser, Product


def designed(subject: str, html: str) -> bytes:
    """A mail with nothing but HTML."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "News <news@parcel.example>", OWNER, subject
    mail.set_content(html, subtype="html")
    return mail.as_bytes()


_ARRIVED: dict[tuple[str, bytes], str] = {}


async def arrived(kith: Product, robin: Browser, raw: bytes, subject: str) -> str:
    """The path of the thread's page, once the mail is in Kith; whoever looks at the same mail again finds it there."""
    known = kith.url, raw
    if known not in _ARRIVED:
        _ARRIVED[known] = await _delivered(kith, robin, raw, subject)
    return _ARRIVED[known]


async def _delivered(kith: Product, robin: Browser, raw: bytes, subject: str) -> str:
    mailbox = next(box for box in (await robin.get("mailboxes"))["items"] if box["provider"] == "gmail")
    await kith.gmail.deliver(raw)
    await robin.until(mailbox["id"], lambda box: box["counts"]["stored"] > mailbox["counts"]["stored"])
    newest = (await robin.get("messages", q=f'"{subject}"'))["items"][0]
    return f"/thread?mailbox={newest['mailbox_id']}&id={newest['thread_id']}"
