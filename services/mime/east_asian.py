"""Charsets of Japan, China and Taiwan as they are used: Python's codecs stop at the standards, mail does not.

Mail's "iso-2022-jp" holds NEC's row 13 (①, ㈱), IBM's extensions and half-width kana, which is what WHATWG's Encoding
Standard (12.2) and Windows' 50220 to 50222 read. Each pair of JIS X 0208 is a cell of Windows' 932, which has them.
JIS X 0213 (ISO-2022-JP-3 and -2004) and GB 2312 (ISO-2022-CN, RFC 1922) are other sets of pairs behind other escapes.
"""

import re
from functools import cache
from itertools import islice

_ESCAPE = re.compile(rb"\x1b(\$[@AB]|\$\([@A-DOPQ]|\([A-Z]|\.[AF]|&@|\$\)[ACEG]|\$\*H|[NO])|[\x0e\x0f]")
_UNCHANGED = (b"N", b"O", b"&@", b".", b"$*")  # escapes that leave the set as it is
_MOST = 100_000  # escapes, or runs of what is beyond ASCII: no text has more
_PAIR = re.compile(rb"[\x21-\x7e]{2}")
_UNIX = re.compile(
    rb"((?:[\xa1-\xfe]{2})+)"
    rb"|((?:\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\x80-\xa0\xff]|[\xa1-\xfe](?![\xa1-\xfe]))+)"
)
_HIGH = bytes((place | 0x80) if 0x21 <= place <= 0x7E else place for place in range(256))
_PAIRS = {
    b"$A": "gb2312", b"$(A": "gb2312", b"$)A": "gb2312", b"$(C": "cp949", b"$)C": "cp949",
    b"$(O": "euc_jis_2004", b"$(Q": "euc_jis_2004",
}  # fmt: skip
_HZ = re.compile(rb"~(?:\{((?:[!-}][!-~])*+)(?:~\}|(?=[\r\n])|\Z)|(~)|\n)")
_LOW = bytes(place & 0x7F for place in range(256))
# Characters, also those that are cut; or bytes 0x80 that are no second half of one.
_CHINESE = re.compile(rb"((?:[\x00-\x7f\xff]|[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e\x80-\xfe])?+)++)|\x80+")


def gb18030(data: bytes) -> str:
    """Chinese with the euro sign at 0x80, where Windows' 936 has it (WHATWG's Encoding Standard, 10.2.1)."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        euros = _CHINESE.sub(lambda run: run[1] or b"\xa2\xe3" * len(run[0]), data, count=_MOST)
        return euros.decode("gb18030", "replace")


def hz(data: bytes) -> str:
    """Chinese in seven bits (RFC 1843); a line ends in ASCII. A "~" that means nothing stays."""
    return gb18030(_HZ.sub(lambda found: found[2] or (found[1] or b"").translate(_HIGH), data))


def iso_2022(data: bytes) -> str:
    """Text of Japanese mail, and of Chinese in seven bits. What cannot be read is U+FFFD."""
    if b"\x0e" not in data:  # shifts to kana, which the standards do not know
        try:
            return data.decode("iso2022_jp_2")
        except UnicodeDecodeError:
            pass
    if data.count(b"\x1b") + data.count(b"\x0e") > _MOST:
        return data.decode("iso2022_jp_2", "replace")
    return "\n".join(map(_line, data.split(b"\n")))


def _line(line: bytes) -> str:
    """A line begins in ASCII (RFC 1468)."""
    if b"\x1b" not in line and b"\x0e" not in line:
        return line.decode("cp932", "replace")  # ASCII, and kana of eight bits
    found: list[str] = []
    state, other, shifted, place = b"(B", b"(I", False, 0
    for escape in _ESCAPE.finditer(line):
        found.append(_stretch(line[place : escape.start()], other if shifted else state))
        place = escape.end()
        if escape[1] is None:
            shifted = escape[0] == b"\x0e"
        elif escape[1].startswith(b"$)"):
            other = escape[1]
        elif not escape[1].startswith(_UNCHANGED):
            state = escape[1]
    return "".join([*found, _stretch(line[place:], other if shifted else state)])


def euc_jp(data: bytes) -> str:
    """EUC-JP with Windows' extensions (51932)."""
    try:
        return data.decode("euc_jp")
    except UnicodeDecodeError:
        pass
    found: list[str] = []
    place = 0
    for run in islice(_UNIX.finditer(data), _MOST):
        found.append(data[place : run.start()].decode("ascii"))
        found.append(_cells(run[1].translate(_LOW)) if run[1] else run[2].decode("euc_jp", "replace"))
        place = run.end()
    return "".join([*found, data[place:].decode("euc_jp", "replace")])


def big5(data: bytes) -> str:
    """Big5 with ETEN's characters (Windows' 950), or with Hong Kong's where it has those."""
    try:
        return data.decode("cp950")
    except UnicodeDecodeError:
        pass
    readings = [data.decode("big5hkscs", "replace"), data.decode("cp950", "replace")]
    return min(readings, key=lambda text: text.count("\ufffd"))


def _stretch(data: bytes, state: bytes) -> str:
    if state in {b"$@", b"$B", b"$(@", b"$(B"}:
        return _cells(data)
    if state == b"(I":
        return data.translate(_HIGH).decode("cp932", "replace")
    if state == b"(J":
        return data.decode("cp932", "replace").replace("\\", "¥").replace("~", "‾")
    if state in {b"$(D", b"$(P"}:  # the second planes
        codec = "euc_jp" if state == b"$(D" else "euc_jis_2004"
        return _PAIR.sub(lambda pair: b"\x8f" + pair[0].translate(_HIGH), data).decode(codec, "replace")
    if state in {b"$)E", b"$)G"}:  # ISO-IR-165 and CNS 11643, which Python has not
        return _PAIR.sub(b"\xff", data).decode("ascii", "replace")
    set_of_pairs = _PAIRS.get(state)
    return data.translate(_HIGH).decode(set_of_pairs, "replace") if set_of_pairs else data.decode("cp932", "replace")


def _cells(pairs: bytes) -> str:
    """Pairs of JIS X 0208 (0x21 to 0x7e), read as the cells of Shift_JIS that they are."""
    return _PAIR.sub(lambda pair: _sjis(*pair[0]), pairs).decode("cp932", "replace")


@cache
def _sjis(first: int, second: int) -> bytes:
    lead = (first + 1) // 2 + (0x70 if first <= 0x5E else 0xB0)
    return bytes((lead, second + (0x7E if first % 2 == 0 else 0x1F if second < 0x60 else 0x20)))
