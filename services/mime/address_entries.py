"""What stands between the commas of an address header (RFC 5322, 3.4 and 4.4): words, quotes, comments, brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.mime.address_syntax import BLANKS, bare_addresses, without_blanks
from services.mime.headers import decode_words

_BLANK = r"(?:\s|\((?:[^()]|\([^()]{0,200}\)){0,200}+\))*+"
_LINK = r"\[\s{0,9}[A-Za-z]{2,9}:[^][<>\"]{0,400}\]"  # how Outlook writes an address beside its name: "[mailto:…]"
_TOKEN = re.compile(
    r"=\?[^?\s\"<>]{1,60}\?[bBqQ]\?[^?]{0,2000}\?="  # an encoded word is one token, whatever it holds
    r'|"(?:[^"\\]|\\.)*+"?'
    # brackets, those in a quoted piece of a local part or in a comment within them
    rf'|<(?:[^<>"(]|"(?:[^"\\]|\\.){{0,400}}+"(?={_BLANK}[.@])|\((?:[^()\\]|\\.){{0,400}}+\)|["(]|<(?=[<\s]))*+(?:\s*+>)*+'
    rf"|{_LINK}"
    r"|\((?:[^()\\]|\\.)*+|@\s*\[[^][<>\"\s]{1,60}\]|[),;:]"
    rf"|(?:[^\"<(),;:=@[]|=(?!\?[^?\s\"<>]{{1,60}}\?[bBqQ]\?)|@(?!\s*\[)|(?!{_LINK})\[)++|[=@[]",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# A quoted string before this is a local part, or a piece of one (RFC 5322, 4.4); so is one before too many to count.
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_PIECE = rf'(?:{_BLANK}\.{_BLANK}(?:[^\s@"<>(),;:.]++|{_QUOTED})|{_QUOTED})'
_TOUCHES = re.compile(rf"(?:{_PIECE}){{0,7}}+(?:{_BLANK}@|{_PIECE})", re.DOTALL)
_INSIDE = re.compile(r"\s*+(?:@|\.\s*+[^\s,;])")  # behind a comment that stands inside of an address
_WORD = re.compile(r"\s*+[^\s,;<(]")
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*+\)")
_COMMENT_OUTSIDE = re.compile(rf"({_QUOTED})|\s*\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)")
_LITERAL = re.compile(r"@\s{0,9}\[")
_COMMENTED = 1_000  # characters in brackets that are looked at for comments
_MOST_COMMENTS = 20  # of one mailbox


@dataclass
class Entry:
    """What stands between two commas."""

    raw: list[str] = field(default_factory=list)  # all but comments: for a value that is encoded as a whole
    words: list[str] = field(default_factory=list)
    unquoted: list[str] = field(default_factory=list)  # words but those in quotes
    quotes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    bracketed: str | None = None

    def say(self, piece: str) -> None:
        self.words.append(piece)
        self.unquoted.append(piece)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def bare_addresses(self) -> list[str]:
        """Those without brackets; in quotes only if there are no others, for beside one it is a name."""
        outside = " ".join("".join(self.unquoted).split())
        return bare_addresses(outside) or [
            one for said in self.quotes for one in bare_addresses(" ".join(said.split()))
        ]

    @property
    def names(self) -> bool:
        """Can it hold an address?"""
        return self.bracketed is not None or any("@" in piece or "=?" in piece for piece in self.raw)


def entries(value: str) -> Iterator[tuple[Entry, str]]:
    """The entries, each with the separator that ends it."""
    entry = Entry()
    depth = known = 0  # of comments, and how many the entry had before this one
    for match in _TOKEN.finditer(value):
        piece = match[0]
        if depth or piece[0] in "()":
            known = known if depth else len(entry.comments)
            depth = _commented(entry, piece, depth)
            if not depth:
                _end_comment(entry, value, match.end(), known)
        elif piece in ",;":
            if entry.raw or entry.comments:
                yield entry, piece
                entry = Entry()
        elif piece == ":":
            entry = Entry(bracketed=entry.bracketed)  # a group's name, or "mailto"
        elif piece[0] == "<" or (piece[0] == "[" and piece[-1] == "]" and ":" in piece):
            if "@" in piece and "@" in (entry.bracketed or ""):  # the comma before it was forgotten
                yield entry, ","
                entry = Entry()
            if "@" in piece or entry.bracketed is None:
                entry.bracketed = _inside(piece)
            entry.raw.append(piece)
        else:
            entry.raw.append(piece)
            if piece[0] == '"' and not _TOUCHES.match(value, match.end()):
                said = _ESCAPED.sub(r"\1", piece[1:].removesuffix('"'))
                entry.words.append(f" {said} ")
                entry.unquoted.append(" ")
                entry.quotes.append(said)
            else:
                entry.say(piece)
    yield entry, ""


def _commented(entry: Entry, piece: str, depth: int) -> int:
    """Takes a piece of a comment, or a bracket of one; gives the depth behind it."""
    if piece[0] == "(":
        if len(entry.comments) < _MOST_COMMENTS:
            entry.comments.append(_ESCAPED.sub(r"\1", piece[1:]).strip())
        return depth + 1
    if piece == ")":
        return max(0, depth - 1)
    entry.comments[-1] += piece
    return depth


def _end_comment(entry: Entry, value: str, end: int, known: int) -> None:
    """Inside of an address a comment is no name ("jdoe@machine(comment).example"), elsewhere it parts words."""
    before = "".join(entry.words[-1:]).rstrip()[-1:]
    if _INSIDE.match(value, end) or (before and before in "@." and _WORD.match(value, end)):
        del entry.comments[known:]
    if value[end : end + 1] not in {"@", "."}:
        entry.say(" ")


def _inside(piece: str) -> str:
    """The address in brackets, without a route (RFC 5322, 4.4), comments, or what people put there: "mailto:"."""
    bare = piece.strip("<> \t" if _LITERAL.search(piece) else "<>[] \t")
    if len(bare) > _COMMENTED:
        return ""
    if bare.count('"') > 1:
        bare = without_blanks(_COMMENT_OUTSIDE.sub(lambda one: one[1] or "", bare))
        return bare[bare.partition('"')[0].rfind(":") + 1 :].strip()
    if "(" in bare:
        bare = _COMMENT.sub("", _COMMENT.sub("", bare))
    if "=?" in bare:
        bare = decode_words(bare)
    if "[" not in bare:
        bare = bare.rpartition(":")[2]
    elif bare.startswith(("@", "mailto:")):
        bare = bare.partition(":")[2]
    bare = bare.strip("<>'\" \t.")
    local, at, domain = bare.rpartition("@")
    return BLANKS.sub(r"\1", f"{local}{at}{domain.partition('?')[0]}") if local else bare
