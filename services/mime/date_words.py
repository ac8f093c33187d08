"""Names of months and of zones, as they stand in dates of mail."""

import unicodedata

# The beginnings of the months' names, without accents: RFC 5322's, and those that programs have written in the tongue
# of their user (Unicode's CLDR: German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech,
# Turkish, Russian, Ukrainian, Greek).
_MONTHS = [
    ("jan", "ene", "gen", "sty", "led", "oca", "янв", "січ", "ιαν"),
    ("feb", "fev", "lut", "uno", "sub", "şub", "фев", "лют", "φεβ"),
    ("mar", "maa", "mrz", "mrt", "bre", "мар", "бер"),
    ("apr", "avr", "abr", "kwi", "dub", "nis", "апр", "кві", "απρ"),
    ("may", "mai", "mei", "maj", "mag", "kve", "май", "мая", "тра", "μαι", "μαϊ"),
    ("jun", "juin", "giu", "cze", "haz", "июн", "чер", "ιουν"),
    ("jul", "juil", "lug", "lip", "tem", "июл", "лип", "ιουλ"),
    ("aug", "aou", "ago", "sie", "srp", "agu", "авг", "сер", "αυγ"),
    ("sep", "set", "wrz", "zar", "eyl", "сен", "вер", "σεπ"),
    ("oct", "okt", "out", "ott", "paz", "rij", "eki", "окт", "жов", "οκτ"),
    ("nov", "lis", "kas", "ноя", "нояб", "νοε"),
    ("dec", "dez", "dic", "des", "gru", "pro", "ara", "дек", "гру", "δεκ"),
]
_LONG = {"juillet": 7, "juin": 6, "cervenec": 7, "cervence": 7, "cerven": 6, "cervna": 6, "kveten": 5, "listopad": 11,
         "μαρ": 3, "ιουν": 6, "ιουλ": 7}  # fmt: skip
_BY_START = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts}
# Hours ahead of UTC. RFC 5322, section 4.3, then what else mail has; names that mean several zones are left out.
_ZONES = {
    "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0,
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
    "akst": -9.0, "akdt": -8.0, "hst": -10.0, "nst": -3.5, "ndt": -2.5, "adt": -3.0, "brt": -3.0, "art": -3.0,
    "bst": 1.0, "west": 1.0, "cet": 1.0, "met": 1.0, "mez": 1.0, "cest": 2.0, "mest": 2.0, "mesz": 2.0, "sast": 2.0,
    "eet": 2.0, "eest": 3.0, "msk": 3.0, "msd": 4.0, "pkt": 5.0, "ict": 7.0, "wib": 7.0, "hkt": 8.0, "sgt": 8.0,
    "awst": 8.0, "jst": 9.0, "kst": 9.0, "acst": 9.5, "acdt": 10.5, "aest": 10.0, "aedt": 11.0, "nzst": 12.0,
    "nzdt": 13.0,
}  # fmt: skip


def month_of(name: str) -> int | None:
    """The number of a month, by the beginning of its name."""
    bare = "".join(one for one in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(one))
    bare = unicodedata.normalize("NFC", bare)
    for length in (8, 7, 6, 4, 3):
        found = _LONG.get(bare[:length]) or _BY_START.get(bare[:length])
        if found is not None:
            return found
    return None


def zone_hours(name: str) -> float | None:
    """How many hours a zone of that name is ahead of UTC; None where nobody knows."""
    return _ZONES.get(name)
