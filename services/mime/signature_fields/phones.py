"""Phones, faxes and extensions in a signature's lines, each with what its label says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from services.mime.signature_fields.field import Field
from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.notes import is_note
from services.mime.signature_fields.phone_words import BESIDE, EXTENSION, FAX, HOME, MOBILE, WORK
from services.mime.signature_fields.regions import Regions
from services.mime.signature_fields.rows import Row

_NUMBER = re.compile(
    r"(?<![\w@+./-])(?:\(?\+\s?|\(?00)?\(?\d(?:[\d\s().–/-]|\[0\]){4,26}\d\)?"
    r"(?:(?![\w@])|(?=(?:[whmcfo]|work|home|cell|mobile|fax|office|voice)\b))"
    rf"(?:[\s,;]{{0,3}}\(?\b(?:{EXTENSION})[\s.:]{{0,3}}\d{{1,6}}\b\)?)?",
    re.IGNORECASE,
)
_EXTENSION_ALONE = re.compile(rf"(?<![\w-])(?:{EXTENSION})[\s.:#-]{{0,3}}(\d[\d-]{{1,6}}\d)(?![\w.-])", re.IGNORECASE)
_INTERNAL = re.compile(r"(?<![\w.+-])\d[\d-]{2,6}\d(?![\w.-])")
_INTERNAL_ALONE = re.compile(r"\s*\d[-.]\d{4}\s*")  # as offices of North America have them: "5-3391"
_EXTENDED = re.compile(rf"\b(?:{EXTENSION})[\s.:]{{0,3}}(\d{{1,6}})\)?\Z", re.IGNORECASE)
_NORTH_AMERICAN = re.compile(
    r"\(?([2-9]\d{2})\)?[\s.–/-]{0,3}([2-9]\d{2})[\s.–-]{0,3}(\d{4})(?!\d)|\(?\+?1[\s.–-]{1,2}\(?[2-9]\d{2}|1[2-9]\d{2}[2-9]\d{6}(?!\d)"
)
_DATE = re.compile(
    r"\(?(?:(?:[0-3]?\d)[./-](?:[0-3]?\d)[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-][01]?\d[./-][0-3]?\d|"
    r"(?:19|20)\d{2}\s?[–/-]\s?(?:19|20)?\d{2}|\d{1,2}[.]\d{2}\s?[–-]\s?\d{1,2}[.]\d{2}|\d{1,3}(?:\.\d{1,3}){3}|\d{5}-\d{3,4})\)?\Z"
)
_PARTS = re.compile(r"\s?/\s?|\s[–-]\s|\s{2,}")
_CUT = re.compile(r"[|•·●▪■│∙⋅;\t\x1f]|\s{3,}|\s[*~]\s")
_DASH = re.compile(r"\s[–—-]\s|,\s")
_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST, _MOST = 7, 15  # digits (E.164 allows 15)
_FEWEST_ALONE = 8  # of a number without label or "+"
_MOST_WORDS = 3  # that are no labels, beside a number


@dataclass(frozen=True)
class _Found:
    """A place that may be a number, and its label: None where there is none, and `words` beside it that are none."""

    row: Row
    start: int
    end: int
    label: str | None
    label_start: int
    words: int

    @property
    def is_spelled(self) -> bool:
        """Is the label more than a letter?"""
        return (
            len(_WORDS.findall(self.row.text[self.label_start : self.start])) > 0 and self.start - self.label_start > 4
        )

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end]


def phones(rows: list[Row], regions: Regions) -> tuple[list[Field], list[tuple[int, int]]]:
    """The phones, and the places of them and of their labels. `rows`: with what was read before blanked."""
    fields: list[Field] = []
    taken: list[tuple[int, int]] = []
    for row in rows:
        for one in _found(row):
            value, confidence = _value(one, regions)
            if not value:
                continue
            start, end = row.start + one.start, row.start + one.end
            label = "mobile" if one.label in {None, "work"} and _is_mobile(value) else one.label or ""
            fields.append(Field("phone", value, row.number, start, end, confidence, label))
            taken.append((row.start + one.label_start, row.start + one.end))
    return fields, taken


def _found(row: Row) -> Iterator[_Found]:
    text = row.text
    places = []
    for found in _NUMBER.finditer(text):
        whole = found[0].rstrip(" (")
        if whole.count(")") > whole.count("(") and whole[-1] == ")":
            whole = whole[:-1]
        places += _split(text, found.start(), found.start() + len(whole))
    for found in _EXTENSION_ALONE.finditer(text):
        if all(found.start() >= end or found.end() <= start for start, end in places):
            places.append((found.start(), found.end()))
    places = sorted(places) or [found.span() for found in _INTERNAL.finditer(text)][:1]
    labels = [
        _label(text[end:start], start)
        for start, end in zip([s for s, _ in places], [0, *(e for _, e in places)], strict=False)
    ]
    behind = text[places[-1][1] :] if places else ""
    if labels and labels[0][0] is None and _label(behind.split("  ")[0][:20], 0)[0]:  # "555-1234 (cell)"
        gaps = [text[end:start] for (_, end), (start, _) in pairwise(places)] + [behind]
        labels = [
            (_label(gap[:20], 0)[0], start, labels[0][2] if not n else 0)
            for n, (gap, (start, _)) in enumerate(zip(gaps, places, strict=True))
        ]
    previous: str | None = None
    for (start, end), (label, label_start, beside) in zip(places, labels, strict=True):
        if label is None and not beside and previous is not None and text[:start].rstrip()[-1:] in {"/", "-", "–", ","}:
            label = previous  # "Tel. 555 1234 / 555 1235"
        previous = label
        yield _Found(row, start, end, label, label_start, beside)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """One number, or two of them beside each other."""
    if sum(map(str.isdigit, text[start:end])) <= _MOST and not re.search(r"\S\s{2,}[(+]", text[start:end]):
        return [(start, end)]
    places = []
    place = start
    for gap in _PARTS.finditer(text, start, end):
        places.append((place, gap.start()))
        place = gap.end()
    places.append((place + len(text[place:end]) - len(text[place:end].lstrip()), end))
    return [one for one in places if sum(map(str.isdigit, text[one[0] : one[1]])) >= _FEWEST] if len(places) > 1 else []


def _label(before: str, start: int) -> tuple[str | None, int, int]:
    """(label, where it begins, words that are none) of what stands between the last number and this one."""
    cut = max((gap.end() for gap in _CUT.finditer(before)), default=0)
    near = before[cut:]
    if len(_WORDS.findall(near)) > _MOST_WORDS:  # what is beside it may be more than its label
        cut = max((gap.end() for gap in _DASH.finditer(before)), default=cut)
        near = before[cut:]
    found = list(_WORDS.finditer(near))
    spelled = [folded(word[0]) for word in found]
    known = [_kind(word, near, found[place].end()) for place, word in enumerate(spelled)]
    run = len(known)
    while run and known[run - 1] is not None:
        run -= 1
    labels = [kind for kind in known[run:] if kind]
    beside = run if not labels else 0
    if not labels and len(known) > 1 and known[0] and len(spelled[0]) > 1 and len(known) <= _MOST_WORDS:  # "Tel Oslo"
        labels, run, beside = [known[0]], 0, 0
    if not labels:
        return None, start, beside
    label_start = start - len(near) + found[run].start()
    label = next((kind for kind in ("fax", "mobile", "home") if kind in labels), "work")
    return ("work" if label == "fax" and "work" in labels and "/" in near else label), label_start, 0


def _kind(word: str, text: str, end: int) -> str | None:
    if len(word) == 1 and text[end : end + 1] not in {":", ".", ")", "-", "/", " ", "", "|", "\t", ","}:
        return None
    if word in BESIDE:
        return ""
    for kind, words in (("fax", FAX), ("mobile", MOBILE), ("work", WORK), ("home", HOME)):
        if word in words:
            return kind
    return None


def _value(one: _Found, regions: Regions) -> tuple[str, float]:
    """The number as it is kept, "" where it is none, and how sure that is."""
    text = one.text
    digits = "".join(filter(str.isdigit, text))
    if _EXTENSION_ALONE.fullmatch(text):
        return f"x{digits}", 0.6
    if len(digits) < _FEWEST:
        labelled = one.label in {"work", "fax"} and len(digits) >= 4 and _rest(one)
        alone = one.label is None and _INTERNAL_ALONE.fullmatch(one.row.text)
        return (f"x{digits}", 0.5) if labelled or alone else ("", 0)
    shaped = bool(_NORTH_AMERICAN.match(text))
    plus = "+" in text or text.lstrip("(").startswith("00")
    if _DATE.match(text) or (not plus and not one.is_spelled and is_note(one.row.text)):
        return "", 0
    if one.label is None and not plus and not (shaped and one.words <= _MOST_WORDS):
        if len(digits) < _FEWEST_ALONE or one.words > 1 or not (re.search(r"\d\D+\d", text) or _rest(one)):
            return "", 0
        if not _rest(one):
            return "", 0
    if one.label is None and plus and one.words > 2 * _MOST_WORDS:
        return "", 0
    return _parsed(text, digits, _order(regions, plus=plus, shaped=shaped), one, shaped=shaped)


def _order(regions: Regions, *, plus: bool, shaped: bool) -> list[str]:
    """The countries whose plans are tried, in this order.

    What looks North American is, unless the signature says another country, or the domain's writes numbers without "0".
    """
    if plus or not shaped:
        return [*regions.said, *regions.suggested, *(["ZZ"] if plus else [])]
    plain = [region for region in regions.suggested if not _begins_with_zero(region)]
    return [*regions.said, *plain, "US"]


def _begins_with_zero(region: str) -> bool:
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    return plan is not None and plan.national_prefix == "0"


def _parsed(text: str, digits: str, regions: list[str], one: _Found, *, shaped: bool) -> tuple[str, float]:
    extended = _EXTENDED.search(text)
    bare = text[: extended.start()] if extended else text
    if bare.lstrip("(").startswith("00") and "+" not in bare:
        bare = "+" + bare.lstrip("(")[2:]
    bare = bare.replace("[0]", "").replace("(0)", "") if "+" in bare else bare
    possible = ""
    for region in dict.fromkeys(regions):
        try:
            number = phonenumbers.parse(bare, region)
        except NumberParseException:
            continue
        written = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        written += f";ext={extended[1]}" if extended else ""
        if phonenumbers.is_valid_number(number):
            return written, 0.95 if one.label is not None else 0.85
        if phonenumbers.is_possible_number(number) and not possible:
            possible = written
    grouped = bare[0] == "0" and len(re.findall(r"\d+", bare)) > 1 and _rest(one)
    if possible and (one.label is not None or shaped or "+" in bare or grouped):
        return possible, 0.7
    return (digits, 0.5) if one.label is not None and len(digits) <= _MOST else ("", 0)


def _is_mobile(value: str) -> bool:
    """Does the country's own plan say so?"""
    if not value.startswith("+"):
        return False
    return bool(phonenumbers.number_type(phonenumbers.parse(value.partition(";")[0])) == PhoneNumberType.MOBILE)


def _rest(one: _Found) -> bool:
    """Is nothing else said beside it?"""
    text = one.row.text
    before = _CUT.split(text[: one.label_start])[-1]
    behind = _CUT.split(text[one.end :], maxsplit=1)[0]
    return not any(map(str.isalpha, before + behind))
