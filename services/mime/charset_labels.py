"""Names of charsets as mail writes them, and the codec that reads what mail means by them.

The supersets are those of WHATWG's Encoding Standard (section 4.2, "Names and labels"), which says what the web and
mail programs read under a label: gb2312 is gb18030, euc-kr is Windows' 949, shift_jis Windows' 932, big5 has ETEN's and
Hong Kong's characters, iso-8859-9 is Windows' 1254. Names are compared as Unicode's UTS 22 has it (1.4): letters and
digits alone, whatever their case.
"""

import codecs
import encodings
import re
from encodings.aliases import aliases
from functools import lru_cache
from pkgutil import iter_modules

JAPANESE_MAIL, JAPANESE_UNIX, BIG5 = "iso-2022-jp", "euc-jp", "big5"  # read by `services.mime.east_asian`

_LABELS = {
    "utf-8": "ascii us-ascii ansi_x3.4-1968 iso646-us utf8 utf8mb4 utf-8-mac unicode-1-1-utf-8 unicode20utf8 x-utf-8",
    "utf-7": "unicode-1-1-utf-7 csunicode11utf7 x-unicode-2-0-utf-7",
    "utf-16-le": "ucs-2 unicode iso-10646-ucs-2 csunicode",
    "gb18030": (
        "gb2312 gbk x-gbk csgb2312 gb_2312 gb_2312-80 gb2312-80 csiso58gb231280 iso-ir-58 chinese cn-gb euc-cn x-euc-cn"
        " cp936 ms936 windows-936 csgbk gb18030-2000 gb18030-2005 gb18030-2022 x-mac-chinesesimp"
    ),
    "cp949": (
        "euc-kr cseuckr x-euc-kr ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 ksc5601-1987 csksc56011987"
        " korean iso-ir-149 uhc x-uhc ms949 windows-949 x-windows-949 ks_x_1001 kscms x-mac-korean"
    ),
    "cp932": (
        "shift_jis x-sjis sjis csshiftjis ms_kanji ms932 cp932 windows-31j windows-932 cswindows31j cp943 cp943c ibm943"
        " x-ms-cp932 x-mac-japanese"
    ),
    JAPANESE_MAIL: (
        "csiso2022jp x-iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext"
        " iso-2022-jp-ms cp50220 cp50221 cp50222 windows-50220 windows-50221 jis jis7 jis8"
    ),
    JAPANESE_UNIX: "x-euc-jp cseucpkdfmtjapanese eucjp-ms eucjp-win eucjpms cp51932 cp20932 ujis u-jis",
    BIG5: (
        "big5-hkscs cn-big5 csbig5 x-x-big5 x-big5 big5-eten big5-2003 cp950 ms950 windows-950 cp951 x-windows-950"
        " x-mac-chinesetrad"
    ),
    "hz": "hz-gb-2312 x-hz",
    "iso2022_kr": "csiso2022kr iso-2022-kr",
    "cp874": "tis-620 iso-8859-11 dos-874 windows-874 iso-ir-166",
    "cp1254": "iso-8859-9 latin5 l5 csisolatin5 iso-ir-148 iso_8859-9:1989 x-cp1254",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual csiso88598e csiso88598i csisolatinhebrew hebrew",
    "iso8859-6": "iso-8859-6-i iso-8859-6-e arabic asmo-708 ecma-114 csisolatinarabic csiso88596e csiso88596i",
    "iso8859-7": "greek greek8 ecma-118 elot_928 sun_eu_greek csisolatingreek",
    "iso8859-5": "cyrillic csisolatincyrillic iso-ir-144",
    "iso8859-2": "csisolatin2 iso_8859-2:1987",
    "iso8859-3": "csisolatin3 iso_8859-3:1988",
    "iso8859-4": "csisolatin4 iso_8859-4:1988",
    "latin-1": "csisolatin1 iso_8859-1:1987 iso-ir-100 ansi",
    "iso8859-10": "csisolatin6",
    "iso8859-15": "csisolatin9 l9",
    "koi8-r": "cskoi8r koi koi8",
    "koi8-u": "koi8-ru cskoi8u",
    "cp866": "csibm866 866",
    "mac-roman": "macintosh x-mac-roman csmacintosh mac",
    "mac-latin2": "x-mac-ce x-mac-centraleurroman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "mac-greek": "x-mac-greek",
    "mac-turkish": "x-mac-turkish",
    "johab": "ms1361 cp1361",
}
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_NUMBERED = re.compile(r"(?:x)?(?:windows|win|cp|ibm|ms|dos|cswindows|csibm)0*(\d{3,5})|iso0*8859(\d{1,2})\D*")
# Codecs of Python's that are no charset of a mail.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}


def _compared(label: str) -> str:
    return _NO_LETTERS.sub("", label.lower())


_CODECS = {_compared(label): codec for codec, labels in _LABELS.items() for label in [codec, *labels.split()]}


# All that Python has. For a name that it has not, it looks into its folders, and remembers for ever that it did.
_PYTHONS = frozenset(
    [
        *(alias.replace(".", "_") for alias in aliases),
        *aliases.values(),
        *(module.name for module in iter_modules(encodings.__path__)),
    ]
)


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The codec of a charset's name, or None where nobody knows it."""
    name = label.strip("\"' \t;").lower().removeprefix("3d")  # "=3D", left over from quoted-printable
    compared = _compared(name)
    if compared in _CODECS:
        return _CODECS[compared]
    numbered = _NUMBERED.fullmatch(compared)
    tried = [
        name,
        name.removeprefix("x-"),
        *([f"cp{numbered[1]}" if numbered[1] else f"iso8859-{numbered[2]}"] if numbered else []),
    ]
    for one in tried:
        if encodings.normalize_encoding(one).replace(".", "_") not in _PYTHONS:
            continue
        try:
            found = codecs.lookup(one)
        except (LookupError, ValueError):
            continue
        if found._is_text_encoding and found.name not in _NO_CHARSETS:
            return _CODECS.get(_compared(found.name), found.name)
    return None
