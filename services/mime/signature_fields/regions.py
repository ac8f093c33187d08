"""Which country's numbers a signature's phones are, where they do not say it themselves.

In this order: the country in the postal address (its name, its form of postcode), the country of other numbers that
begin with "+", the top level of the sender's domain, that of sites. See `phones` for what looks North American.
"""

import re
from typing import NamedTuple

from phonenumbers import SUPPORTED_REGIONS, region_code_for_country_code

from services.mime.signature_fields.folding import folded

_NAMES = {
    "US": "usa|u.s.a|united states", "GB": "united kingdom|england|scotland|wales|great britain|uk|u.k",
    "IE": "ireland", "CA": "canada", "AU": "australia", "NZ": "new zealand|aotearoa", "ZA": "south africa",
    "DE": "germany|deutschland|allemagne|alemania|germania", "AT": "austria|osterreich|autriche",
    "CH": "switzerland|schweiz|suisse|svizzera", "FR": "france|frankreich|francia",
    "BE": "belgium|belgie|belgique|belgien",
    "NL": "netherlands|the netherlands|nederland|holland", "LU": "luxembourg|luxemburg", "ES": "spain|espana|spanien",
    "PT": "portugal", "IT": "italy|italia|italien", "DK": "denmark|danmark", "SE": "sweden|sverige|schweden",
    "NO": "norway|norge|noreg", "FI": "finland|suomi", "IS": "iceland|island", "PL": "poland|polska",
    "EE": "estonia|eesti",
    "CZ": "czech republic|czechia|ceska republika|cesko", "SK": "slovakia|slovensko", "HU": "hungary|magyarorszag",
    "RO": "romania", "BG": "bulgaria|българия", "GR": "greece|hellas|ελλαδα", "HR": "croatia|hrvatska",
    "LV": "latvia|latvija",
    "SI": "slovenia|slovenija", "RS": "serbia|srbija", "UA": "ukraine|україна|украіна",
    "RU": "russia|россия|россия|russian federation",
    "TR": "turkey|turkiye", "IL": "israel|ישראל", "AE": "u.a.e|uae|united arab emirates", "SA": "saudi arabia",
    "EG": "egypt",
    "QA": "qatar", "IN": "india", "PK": "pakistan", "BD": "bangladesh", "LK": "sri lanka", "SG": "singapore",
    "MY": "malaysia",
    "TH": "thailand", "VN": "vietnam|viet nam", "PH": "philippines", "ID": "indonesia", "LT": "lithuania|lietuva",
    "CN": "china|p.r. china|中国|中國", "HK": "hong kong|香港", "TW": "taiwan|台灣|臺灣", "JP": "japan|日本",
    "KR": "south korea|republic of korea|korea|대한민국", "BR": "brazil|brasil", "AR": "argentina", "CL": "chile",
    "CO": "colombia",
    "MX": "mexico", "PE": "peru", "UY": "uruguay", "EC": "ecuador", "VE": "venezuela", "CR": "costa rica",
    "KE": "kenya",
    "NG": "nigeria", "GH": "ghana", "MA": "morocco|maroc", "TN": "tunisia|tunisie", "DZ": "algeria|algerie",
}  # fmt: skip
COUNTRIES = {name: region for region, names in _NAMES.items() for name in names.split("|")}
_POSTCODES = (
    ("US", re.compile(r"\b[A-Z]{2}\.?,?\s{1,3}\d{5}(?:-\d{4})?\b")),
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b")),
    ("CA", re.compile(r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")),
    ("NL", re.compile(r"\b\d{4}\s?[A-Z]{2}\s[A-Z]")),
    ("JP", re.compile(r"〒|[都道府県]\w{1,6}[市区町村]")),
    ("BR", re.compile(r"\b\d{5}-\d{3}\b(?!-)")),
    ("AU", re.compile(r"\b(?:NSW|VIC|QLD|TAS|ACT)\s\d{4}\b")),
)
_PREFIXED = re.compile(
    r"\b(A|D|F|I|B|L|S|N|E|P|H|PL|CH|DE|AT|FR|IT|BE|NL|DK|SE|NO|FI|FIN|ES|PT|CZ|SK|HU|RO|SI|HR|EE|LV|LT)"
    r"\s?-\s?\d{4,5}\b"
)
_ONE_LETTER = {
    "A": "AT", "D": "DE", "F": "FR", "I": "IT", "B": "BE", "L": "LU", "S": "SE", "N": "NO", "E": "ES", "P": "PT",
    "H": "HU",
    "FIN": "FI",
}  # fmt: skip
_PLUS = re.compile(r"(?:\+|\b00)\s?(\d{1,3})")
_TOP = re.compile(r"\.([a-z]{2})(?:/|\Z)", re.IGNORECASE)
# Top levels that are used for what they spell, whatever their country.
_WORLDWIDE = {"ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "sh", "so", "to", "tv", "ws", "vc", "im"}
_WORD_RUNS = re.compile(r"[^\W\d_.][^,;|()\n\d]{1,30}")


class Regions(NamedTuple):
    """ISO codes, best first, each once: those that the signature says, and those that its domains suggest."""

    said: list[str]
    suggested: list[str]


def regions(text: str, host: str, sites: list[str]) -> Regions:
    """Without the United States as the last resort. `text`: the signature's lines."""
    found = _addressed(text)
    found += [region_code_for_country_code(int(plus[1][:size])) for plus in _PLUS.finditer(text) for size in (3, 2, 1)]
    return Regions(_known(found), _known([region for name in (host, *sites) if (region := _of_top(name))]))


def _known(found: list[str]) -> list[str]:
    return [region for region in dict.fromkeys(found) if region in SUPPORTED_REGIONS]


def _addressed(text: str) -> list[str]:
    found = [_ONE_LETTER.get(code[1], code[1]) for code in _PREFIXED.finditer(text)]
    found += [region for region, form in _POSTCODES if form.search(text)]
    runs = {folded(part[0]).strip(" .-–") for part in _WORD_RUNS.finditer(text)}
    return found + [COUNTRIES[run] for run in sorted(runs & COUNTRIES.keys())]


def _of_top(host: str) -> str:
    found = _TOP.search(host)
    top = found[1].casefold() if found else ""
    return "" if top in _WORLDWIDE else {"uk": "GB"}.get(top, top.upper())
