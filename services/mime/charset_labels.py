"""Names of charsets as mail writes them, and the codec that reads what mail means by them.

The supersets are those of WHATWG's Encoding Standard (section 4.2, "Names and labels"), which says what the web and
mail programs read under a label: gb2312 is gb18030, euc-kr is Windows' 949, shift_jis Windows' 932, big5 has ETEN's and
Hong Kong's characters, iso-8859-9 is Windows' 1254. Names are compared as Unicode's UTS 22 has it (1.4): letters and
digits alone, whatever their case.
"""

import codecs
import encodings
import re
from collections.abc import Iterator
from encodings.aliases import aliases
from functools import lru_cache
from pkgutil import iter_modules

# Read by `services.mime.east_asian`.
JAPANESE_MAIL, JAPANESE_UNIX, CHINESE_MAIL, BIG5 = "iso-2022-jp", "euc-jp", "iso-2022-cn", "big5"

# Beside what `_forms` makes of a name: "x-", "cs" (IANA's short names) and a standard's year are left out there.
_LABELS = {
    "utf-8": (
        "ascii us-ascii ansi_x3.4-1968 iso646-us utf8 utf8mb4 utf-8-mac utf-8n unicode-1-1-utf-8 unicode-2-0-utf-8"
        " unicode20utf8"
    ),
    "utf-7": "unicode-1-1-utf-7 csunicode11utf7 unicode-2-0-utf-7",
    "utf-16-le": "ucs-2 unicode iso-10646-ucs-2",
    "gb18030": (
        "gb2312 gbk gbk2312 gb_2312-80 gb2312-80 gb13000 csiso58gb231280 iso-ir-58 chinese cn-gb cn-gb-2312 euc-cn"
        " cp936 ms936 mac-chinesesimp"
    ),
    "cp949": (
        "euc-kr ks_c_5601 ksc5601 csksc56011987 korean iso-ir-149 uhc ms949 windows-949 ks_x_1001 kscms mac-korean"
    ),
    "cp932": "shift_jis sjis ms_kanji ms932 windows-31j cp943 cp943c ms-cp932 jis_x0201 halfwidthkatakana mac-japanese",
    JAPANESE_MAIL: (
        "iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext iso-2022-jp-ms jis jis7 jis8"
    ),
    JAPANESE_UNIX: (
        "Extended_UNIX_Code_Packed_Format_for_Japanese cseucpkdfmtjapanese eucjp-ms eucjpms ujis u-jis"  # IANA's, first
    ),
    CHINESE_MAIL: "iso-2022-cn-ext",
    BIG5: "big5-hkscs cn-big5 big5-eten big5-uao cp950 ms950 windows-950 cp951 mac-chinesetrad",
    "hz": "hz-gb-2312",
    "iso2022_kr": "iso-2022-kr",
    "cp874": "tis-620 iso-8859-11 dos-874 windows-874 iso-ir-166",
    "cp1254": "iso-8859-9 latin5 l5 isolatin5 iso-ir-148 cp1254",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual iso88598e iso88598i isolatinhebrew hebrew",
    "iso8859-6": "iso-8859-6-i iso-8859-6-e arabic asmo-708 ecma-114 isolatinarabic iso88596e iso88596i",
    "iso8859-7": "greek greek8 ecma-118 elot_928 sun_eu_greek isolatingreek",
    "iso8859-5": "cyrillic isolatincyrillic iso-ir-144",
    "iso8859-2": "isolatin2",
    "iso8859-3": "isolatin3",
    "iso8859-4": "isolatin4",
    "latin-1": "isolatin1 iso-ir-100 ansi",
    "iso8859-10": "isolatin6",
    "iso8859-15": "isolatin9 l9",
    "koi8-r": "koi koi8 koi8-e iso-ir-111",
    "koi8-u": "koi8-ru",
    "cp866": "866",
    "mac-roman": "macintosh mac",
    "mac-latin2": "mac-ce mac-centraleurroman",
    "mac-cyrillic": "mac-ukrainian",
    "johab": "ms1361",
}
# Windows' and IBM's numbers of charsets that Python has under other names: "Code Page Identifiers", Microsoft's Win32
# reference; "Coded character set identifiers", IBM's CDRA.
_PAGES = {
    "koi8-r": "20866", "koi8-u": "21866", "cp932": "10001", JAPANESE_UNIX: "954 20932 33722 51932",
    JAPANESE_MAIL: "50220 50221 50222", "gb18030": "936 1381 1386 10008 20936 51936 54936", CHINESE_MAIL: "50227",
    "hz": "52936", "cp949": "949 970 1363 10003 20949 51949", "iso2022_kr": "50225", BIG5: "950 1375 10002",
    "johab": "1361", "utf-8": "20127 65001", "utf-7": "65000", "utf-16-le": "1200", "utf-16-be": "1201",
    "utf-32-le": "12000", "utf-32-be": "12001", "iso8859-1": "819", "iso8859-2": "912", "iso8859-5": "915",
    "iso8859-6": "1089", "iso8859-7": "813", "iso8859-8": "916 28598 38598", "iso8859-9": "920", "iso8859-15": "923",
    "mac-roman": "10000", "mac-greek": "10006", "mac-cyrillic": "10007 10017", "mac-latin2": "10029",
    "mac-iceland": "10079", "mac-turkish": "10081", "mac-croatian": "10082",
}  # fmt: skip
_NUMBERS = {
    **{str(28590 + part): f"iso8859-{part}" for part in range(1, 17)},
    **{number: codec for codec, numbers in _PAGES.items() for number in numbers.split()},
}
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_AROUND = re.compile(r"(?:x|cs)*(.*?)(?:charset|win|open)?")
_YEAR = re.compile(r"(?<=.)(?:19[5-9]|20[0-3]|25[0-9])\d0?$")  # also Thailand's, and X11's "-0" behind it
_NUMBERED = re.compile(r"(?:windows|win|ansi|(?:ms|microsoft)?cp|ibm|ms|dos|pcp?|(?:pc8)?codepage)?0*(\d{3,5})[a-z]*")
_LOCALE = re.compile(r"(?:charset\s*=[\s\"']*)?(?:[a-z]{2}_[a-z]{2}[.-])?")  # "ru_RU.KOI8-R", "charset=koi8-r"
_ISO = re.compile(r"(?:iso)?0*8859(\d{1,2})\D*")
_LONGEST = 100  # characters
# Codecs of Python's that are no charset of a mail.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


def _compared(label: str) -> str:
    return _NO_LETTERS.sub("", label.lower())


_CODECS = {_compared(label): codec for codec, labels in _LABELS.items() for label in [codec, *labels.split()]}


# All that Python has. For a name that it has not, it looks into its folders, and remembers for ever that it did.
_PYTHONS = {
    _compared(name): codec
    for name, codec in [
        *((module.name, module.name) for module in iter_modules(encodings.__path__)),
        *((codec, codec) for codec in aliases.values()),
        *aliases.items(),
    ]
}


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The codec of a charset's name, or None where nobody knows it."""
    name = label[:_LONGEST].strip("\"' \t;").lower().removeprefix("3d")  # "=3D", left over from quoted-printable
    name = _LOCALE.sub("", name, count=1).partition("//")[0]  # iconv's "//TRANSLIT"
    for form in _forms(_compared(name)):
        if codec := _CODECS.get(form) or _known(form):
            return codec
    return None


def _forms(compared: str) -> Iterator[str]:
    """What a name may be known as: "csGB18030", "x-sjis-win", "GB2312_CHARSET", "ks_c_5601-1992", "windows-28592"."""
    yield compared
    around = _AROUND.fullmatch(compared)
    bare = around[1] if around else compared
    yield bare
    yield _YEAR.sub("", bare)
    if part := _ISO.fullmatch(bare):
        yield f"iso8859{part[1]}"
    elif page := _NUMBERED.fullmatch(bare):
        yield _compared(_NUMBERS.get(page[1], f"cp{page[1]}"))


def _known(form: str) -> str | None:
    """Python's codec of that name, or the superset that is meant by it."""
    if form not in _PYTHONS:
        return None
    try:
        found = codecs.lookup(_PYTHONS[form])
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name in _NO_CHARSETS:
        return None
    return _CODECS.get(_compared(found.name), found.name)
