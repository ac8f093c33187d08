"""Does an address itself say that nobody reads what is sent there, or that many do?

Local parts are read token by token ("do_not-reply" is "do", "not", "reply"), so that a word inside a name says nothing.
Words that are surnames as well ("Jan Bot", "Norman Mailer") count only where nothing else in the local part is a name.
"""

import re
from functools import lru_cache

from anyascii import anyascii

from services.mime.machine_words import ALONE, ALWAYS, NAMES, NEUTRAL, ROLES
from services.mime.registered_domains import below_registered

# "Not" and "answer", each language's own: `no.reply`, `do_not_reply`, `ne-pas-repondre`, `keine-antwort`, `svara-ej`.
# S stands for what may be between words. Stems, since every language has several endings.
_REFUSALS = (
    r"(?:no|non|not|dont|do|does|donot|never|cannot|cant|wont)S(?:not)?S(?:longer)?S(?:to)?S"
    r"(?:repl|respon|answer|contact|(?:be)?antwo|svar(?!d)|odpow|odpov|otvet|cevap|yanit|valasz|raspun|balas)",
    r"(?:sin|no|non|se)S(?:se|lo|le)?S(?:respond|respuesta|contest|respost|rispost|rispond|repond|repons)",
    r"(?:nao|non|sem)S(?:respond|respost|contest)",
    r"(?:ne|nepas|pas|sans|merci)S(?:de)?S(?:ne)?S(?:pas|point)?S(?:y|de|me)?S(?:repond|repons)",
    r"(?:kein|keine|nicht|ohne)S(?:auf|diese|mail|e|email)?S(?:antwort|beantwort|reply|rueckantwort)",
    r"antworte?n?S(?:bitte)?S(?:sie)?S(?:bitte)?Snicht",
    r"(?:niet|geen|nooit)S(?:te|op)?S(?:antwoord|beantwoord|reage|reactie|reply)",
    r"(?:ej|inte|ikke|icke|ingen|inget|ei)S(?:be)?S(?:svar)|(?:be)?svara?S(?:ej|inte|ikke|icke)",
    r"(?:ala|alkaa|ei)Svasta",
    r"(?:nie|bez|ne)S(?:odpowi|odpisuj|odpo?v|odgov|otvet|otvech)",
    r"(?:ne|nincs)Svalasz|(?:nu|fara)Sraspun|(?:cevap|yanit)S(?:lamay|yok|vermey|siz)|khongS(?:tra|phan)",
    r"(?:jangan|tidak)S(?:di)?S(?:balas|bls)|(?:henshin|soshin|soushin)S(?:fuka|fuyo|senyo)",
    r"(?:send|outgoing|outbound)Sonly|nurSversand",
)
_REFUSAL = re.compile(rf"(?:^|[^a-z])(?:{'|'.join(_REFUSALS)})".replace("S", "[^a-z]?"))
# Beside a list's own address: what its software listens to (RFC 2142, section 6; Mailman, ezmlm, groups.io, Google).
_LIST_SERVICE = re.compile(
    r"[-+](?:request|owners?|bounces?|subscribe|unsubscribe|subconfirm|leave|join|confirm|managers?)(?:[-+].*)?$|^owner-"
)
_ENVELOPE = re.compile(
    r"^srs[01][-+=]|=[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}$"
)  # the recipient in it: `ida=north.example@`
_UUID = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}")
_ALTERNATING = re.compile(r"\d*(?:[a-z]+\d+){3,}[a-z]*")
_LONGEST_NAME = 200  # characters of a name that are looked at
_BESIDE = re.compile(r"\s+(?:via|through|[-|–—])\s.*|[(\[].*", re.DOTALL | re.IGNORECASE)
_SHORTEST_TOKEN = 20  # letters and digits that nobody types
_LONGEST_NUMBER = 15  # digits of a telephone number (E.164): "8613800138000@" is somebody
_MOST_NUMBERS = 3  # of a birthday: "ida.12.05.1980"
_NOBODYS_HOST = re.compile(r"(?:^|\.)(?:no-?reply|do-?not-?reply|nao-?responda|ne-?pas-?repondre)\.")
_PROGRAMS_HOST = re.compile(
    r"(?:^|\.)(?:bounces?|reply|replies|notify|notifications?|alerts?|unsubscribe|bugs|bugzilla|newsletters?|mailings?)\."
)


@lru_cache(maxsize=50_000)
def is_machine(address: str) -> bool:
    """Does the address say that nobody reads it? "no-reply@…", "x-request@…", "…@noreply.github.com"."""
    local, _, host = address.rpartition("@")
    if _NOBODYS_HOST.search(host) or _is_programs(host):
        return True
    local = local if local.isascii() else anyascii(local).lower()
    if _REFUSAL.search(local) or _LIST_SERVICE.search(local) or _ENVELOPE.search(local) or _UUID.search(local):
        return True
    base = local.partition("+")[0]  # what follows is somebody's own word: "ida+newsletter"
    return _is_opaque(local) or _says_so(re.findall("[a-z]+", base), host)


def _says_so(tokens: list[str], host: str) -> bool:
    joined = "".join(tokens)
    if "noreply" in joined or "donotreply" in joined:  # "shopnoreply": in no name
        return True
    if joined in ALWAYS or joined in ALONE or not ALWAYS.isdisjoint(tokens):
        return True
    return not ALONE.isdisjoint(tokens) and all(
        token in ALONE or token in NEUTRAL or token in re.split(r"[.-]", host) for token in tokens
    )


def is_machines_name(name: str) -> bool:
    """Is a program called so? "North Announcements", "Mail Delivery Subsystem"; not "Ida Okafor via Announcements"."""
    own = _BESIDE.sub("", name[:_LONGEST_NAME])
    return not NAMES.isdisjoint(re.findall("[a-z]+", anyascii(own).lower()))


def _is_programs(host: str) -> bool:
    """A host for answers to programs. As a subdomain only: people work at reply.com."""
    return _PROGRAMS_HOST.search(host) is not None and _PROGRAMS_HOST.search(below_registered(host)) is not None


def _is_opaque(local: str) -> bool:
    """Made for one message or one answer: "0100018f3c2e9a7b-5d1e", "2.20290.44-t9bs.1"; no "christopher.robinson1984".

    What stands behind somebody's name is a list's or a relay's way of writing them: "ida-6d6dil74uinbdgjk7y7tuq".
    """
    tokens = re.findall(r"[a-z\d]+", local)
    numbered = [token for token in tokens if not token.isalpha()]
    if len(numbered) > _MOST_NUMBERS or any(len(number) > _LONGEST_NUMBER for number in re.findall(r"\d+", local)):
        return True
    if not any(len(token) >= _SHORTEST_TOKEN and _ALTERNATING.fullmatch(token) for token in numbered):
        return False
    return not any(token.isalpha() and len(token) > 2 and token not in ROLES for token in tokens)


def is_role(address: str) -> bool:
    """Does somebody write from there in a firm's name rather than their own? "info@…", "hello@…"."""
    return (
        not ROLES.isdisjoint(re.findall("[a-z]+", address.rpartition("@")[0])) and "." not in address.partition("@")[0]
    )
