"""Mail addresses, sites and handles in a signature's lines."""

import re

from services.mime.registered_domains import is_public, registered_domain
from services.mime.signature_fields.field import Field
from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.networks import HOSTS, NAMED, handle_of, site_or_handle
from services.mime.signature_fields.rows import Row
from services.mime.word_lists import words

_EMAIL = re.compile(
    r"(?<![\w@.+])(?:mailto:)?(?P<address>[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?![\w@])", re.IGNORECASE
)
_URL = re.compile(r"(?:https?://|www\d?\.)[^\s<>\"|\x1f]{2,300}", re.IGNORECASE)
_SITE = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}[a-z]{2,18}(?:/[^\s<>\"|,;]{0,200})?(?![\w@])", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"(?<!\S)(?P<local>[\w.+-]{1,64})\s[<(\[]?at[>)\]]?\s"
    r"(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?!\w)"
)
_HANDLE = re.compile(r"(?<![\w@./])@[\w.-]{2,40}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?(?![\w@])")
_LABEL = re.compile(
    r"(?:^|[\s|(\x1f•·,;/-])(?P<label>[^\W\d_]{1,12}(?:-[^\W\d_]{1,6})?)\.?\s{0,3}(?:[:：|]\s{0,12}|\s{0,3})[<(\[]?\Z"
)
_LABELS = words(
    "e m mail email e-mail emails mailto courriel correo correio mel epost e-post sahkoposti posta e-posta эл почта "
    "пошта 邮箱 電子郵件 メール 이메일 w i web www url site website websites internet homepage home hjemmeside "
    "hemsida webseite sitio pagina sito blog online 网址 網址 ホームページ 홈페이지 сайт linkedin twitter github "
    "facebook instagram xing telegram visit follow h ηλ"
)
_TRAILING = ".,;:!?)>]}'\"*_"


def links(rows: list[Row], local: str, host: str) -> tuple[list[Field], list[tuple[int, int]]]:
    """Emails, sites and handles, and where they and their labels are. `local`, `host`: of the sender's address."""
    fields: list[Field] = []
    taken: list[tuple[int, int]] = []
    for row in rows:
        blank = row.text
        for kind, value, start, end in _found(row, local, host):
            if blank[start:end].strip("\x1f") == "":
                continue
            label = _LABEL.search(blank[:start])
            known = label is not None and folded(label["label"]) in _LABELS
            first = label.start("label") if label and known else start
            confidence = (
                0.95 if kind == "email" or "://" in row.text[start:end] or "www" in row.text[start:end] else 0.8
            )
            fields.append(Field(kind, value, row.number, row.start + start, row.start + end, confidence))
            taken.append((row.start + first, row.start + end))
            blank = blank[:first] + "\x1f" * (end - first) + blank[end:]
    return fields, taken


def _found(row: Row, local: str, host: str) -> list[tuple[str, str, int, int]]:
    """(kind, value, start, end) in the row; what is found first hides what overlaps it."""
    found: list[tuple[str, str, int, int]] = []
    for email in _EMAIL.finditer(row.text):
        name, _, domain = email["address"].strip(".'").rpartition("@")
        start = email.start("address")
        found.append(("email", f"{name}@{domain.casefold()}", start, start + len(name) + 1 + len(domain)))
    for spoken in _SPOKEN.finditer(row.text):
        if spoken["local"].casefold() == local and _is_free(found, spoken.start(), spoken.end()):
            found.append(("email", f"{local}@{spoken['domain'].casefold()}", *spoken.span()))
    for named in NAMED.finditer(row.text):
        handle = named["handle"].rstrip(_TRAILING)
        if (
            any(map(str.isalpha, handle))
            and "//" not in handle
            and not is_public(handle.partition("/")[0].casefold())
            and not handle.startswith("www.")
        ):
            value = handle_of(named["network"], handle)
            found.append(("handle", value, named.start("handle"), named.start("handle") + len(handle)))
    for url in [*_URL.finditer(row.text), *_SITE.finditer(row.text)]:
        text = url[0].rstrip(_TRAILING)
        if text.count("(") > text.count(")"):
            text = text.partition("(")[0]
        if _is_free(found, url.start(), url.end()) and _is_site(text, row.text[: url.start()], host):
            found.append((*site_or_handle(text), url.start(), url.start() + len(text)))
    for handle in _HANDLE.finditer(row.text):
        text = handle[0].rstrip(_TRAILING)
        if _is_free(found, handle.start(), handle.end()) and any(map(str.isalpha, text)):
            network = "mastodon" if text.count("@") > 1 else "x"  # a bare "@jack" has been Twitter's from the first
            found.append(("handle", f"{network}:{text[1:]}", handle.start(), handle.start() + len(text)))
    return sorted(found, key=lambda one: one[2])


def _is_free(found: list[tuple[str, str, int, int]], start: int, end: int) -> bool:
    return all(start >= one_end or end <= one_start for _, _, one_start, one_end in found)


def _is_site(text: str, before: str, host: str) -> bool:
    if _URL.match(text):
        return True
    name = text.partition("/")[0]
    if name.casefold() in HOSTS:
        return True
    label, _ = registered_domain(name.casefold())
    if host and host.endswith(name.casefold()) and "." in name:
        return True
    found = _LABEL.search(before)
    if found is not None and folded(found["label"]) in _LABELS:
        return len(label) > 1
    return name.islower() and len(label) > 2 and is_public(name)
