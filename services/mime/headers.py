"""Header values: encoded words (RFC 2047) and parameters (RFC 2045, 2231), as mail really writes them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice, starmap
from operator import itemgetter
from urllib.parse import unquote_to_bytes

from services.mime.charsets import clean, decode
from services.mime.encoded_words import bytes_of

# The length is bounded because what a stranger sends must not decide how long we search.
_WORD = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]{0,2000}+(?:\?(?!=)[^?]{0,2000}+){0,20}+)\?="
)
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')
_PARAMETER = re.compile(r""";\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]++|\\.)*+)"?|([^;]*+))""", re.DOTALL)
_FILES = ("filename", "name")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED_MARK = re.compile(r"\\([^\w])", re.DOTALL)
_MORE = re.compile(r"(\S+)\s+([\w*-]+\s*=.*)", re.DOTALL)
_BETWEEN = re.compile(r"[\s,]+")  # a kind and its parameters, where nobody wrote a semicolon
_COMMENTS = re.compile(r"\((?:[^()\\]|\\.)*+\)")
_MOST_WORDS = 5_000  # encoded words of one text: headers with ten thousand recipients are decoded name by name
_MOST_CHARSETS = 100  # that follow each other
_GUESSED = 20  # texts of one header, where nothing that is said of them is true
_MOST = 100  # parameters of one header
_KEPT = 200  # characters of a value that is remembered: most mails have the same ones
_COMMENT = re.compile(r"\([^()]*\)\s*$")
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?")
_Word = tuple[str, str, str]  # charset and encoding, in lower case, and what is encoded
_ADDRESSES = {"from", "to", "cc", "bcc", "reply-to", "sender"}


def decode_words(text: str, *, guessed: bool = True) -> str:
    """A header's text with its encoded words decoded. Broken ones stay as they are. `guessed`: see `decode`."""
    return clean(_decoded(text, quoting=False, guesses=_GUESSED if guessed else 0)) if "=?" in text else clean(text)


def decoded_header(name: str, value: str) -> str:
    """A whole header's value. In address headers a decoded name with special characters is quoted to stay one."""
    return (
        clean(_decoded(value, quoting=name.lower() in _ADDRESSES, guesses=_GUESSED)) if "=?" in value else clean(value)
    )


def _decoded(text: str, *, quoting: bool, guesses: int) -> str:
    for _ in range(2):  # some programs encode what is encoded already
        if "=?" not in text:
            break
        text = _decoded_once(text, quoting=quoting, guesses=guesses)
    return text


def _decoded_once(text: str, *, quoting: bool, guesses: int) -> str:
    result: list[str] = []
    run: list[_Word] = []  # with only blanks between them: a character may be split between two
    end = 0
    texts = 0  # that were decoded
    for word in islice(_WORD.finditer(text), _MOST_WORDS):
        gap = text[end : word.start()]
        if run and gap.strip():
            result.append(_text(run, quoting=quoting, guessed=texts < guesses))
            texts += 1
            run = []
        if not run:
            result.append(gap)
        run.append((word[1].lower(), word[2].lower(), word[3]))
        end = word.end()
    if run:
        result.append(_text(run, quoting=quoting, guessed=texts < guesses))
    return "".join([*result, text[end:]])


def _text(run: list[_Word], *, quoting: bool, guessed: bool) -> str:
    text = "".join(
        [
            decode(b"".join(starmap(bytes_of, _encodings(words))), charset, guessed=guessed)
            for charset, words in islice(groupby(run, key=itemgetter(0)), _MOST_CHARSETS)
        ]
    )
    if quoting and _SPECIALS.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return text


def _encodings(words: Iterable[_Word]) -> Iterator[tuple[str, list[str]]]:
    for encoding, same in groupby(words, key=itemgetter(1)):
        yield encoding, [word[2] for word in same]


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """What stands before the first semicolon, in lower case, and the parameters behind it, decoded.

    A forgotten semicolon hides nothing: `attachment filename="a.pdf"`. File names keep their backslashes.
    """
    return _known(value) if len(value) < _KEPT else _parameters(value)


_LONGEST_BARE = 500  # characters of a value that is looked through for parameters, one within the other


@lru_cache(maxsize=512)
def _known(value: str) -> tuple[str, dict[str, str]]:
    return _parameters(value)


def _parameters(value: str) -> tuple[str, dict[str, str]]:
    kind, semicolon, rest = value.partition(";")
    if "(" in kind:
        kind = _COMMENTS.sub(" ", kind[:_KEPT])
    if "=" in kind:
        word, *more = _BETWEEN.split(kind.strip(), maxsplit=1)
        kind, rest, semicolon = (
            (word, f"{more[0]};{rest}", ";") if "=" not in word and more else ("", f"{kind};{rest}", ";")
        )
    found: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for one in islice(_PARAMETER.finditer(f";{rest}"), _MOST) if semicolon else ():
        name, quoted, bare = one.groups("")
        named = name.lower()
        text = _unquoted(quoted, named) if quoted else _bare(bare, named, found)
        section = _SECTION.fullmatch(named)
        if section is not None and (section[2] or section[3]):
            sections.setdefault(section[1], []).append((int(section[2] or 0), bool(section[3]), text))
        else:
            found.setdefault(named, decode_words(text))
    for name, pieces in sections.items():
        found[name] = _joined(sorted(pieces))
    return kind.strip().lower(), found


def _unquoted(text: str, name: str) -> str:
    """Without the backslashes of a quoted string; those of a Windows path, which nobody doubled, stay."""
    if "\\" not in text:
        return text
    return (_ESCAPED_MARK if name.startswith(_FILES) else _ESCAPED).sub(r"\1", text)


def _bare(text: str, name: str, found: dict[str, str]) -> str:
    """A value that nobody quoted. What looks like another parameter in it is one, but not in a file's name."""
    text = text.strip()
    if name.startswith(_FILES):
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
    text = _COMMENT.sub("", text).strip()
    if " " in text and len(text) <= _LONGEST_BARE and (more := _MORE.match(text)):
        for key, value in _parameters(f";{more[2]}")[1].items():
            found.setdefault(key, value)
        return more[1]
    return text


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """The sections of one parameter (RFC 2231, section 3); the first extended one names the charset."""
    charset, data = "utf-8", b""
    for place, (_, extended, text) in enumerate(pieces):
        if extended and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    return decode(data, charset)
