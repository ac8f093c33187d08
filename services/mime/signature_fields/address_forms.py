"""How postal addresses look, part by part: streets, boxes, postcodes, floors, countries. Looked for in folded text."""

import re
from itertools import pairwise

from services.mime.signature_fields.folding import folded
from services.mime.signature_fields.regions import COUNTRIES
from services.mime.word_lists import labels, words

_STREETS = (
    # English: the number first, "One" too
    r"\b(?:\d+[a-z]?|one|two|three|four|five)\b[\w\s.,'’&/#-]{1,45}?\b(?:street|str|st|road|rd|avenue|ave|av|boulevard|blvd|lane|ln|drive|dr|"
    r"way|court|ct|place|pl|square|sq|parkway|pkwy|highway|hwy|terrace|close|crescent|row|circle|plaza|quay|walk|mews|gardens|hill|park|"
    r"broadway|turnpike|pike|trail|loop|alley|esplanade|parade|embankment|wharf|yard|mall|marg|nagar|cross|sector|freeway|expressway|gate|center|centre)\b",
    # Germanic and Finnish compounds: "Hafenstraße 12", "Storgatan 4", "Kerkstraat 8"
    r"[^\W\d_]{2,}[\s-]?(?:strasse|str|weg|platz|allee|gasse|ring|damm|ufer|chaussee|steig|pfad|markt|stieg|graben|berg|kai|straat|laan|plein|gracht|"
    r"kade|dijk|singel|dreef|gatan|gata|gate|gaten|gt|vagen|vag|vegen|vei|veien|veg|gade|vej|katu|tie|tori|torg|torget|plass|plads|"
    r"gaden|vejen|vagen|brygge|kaj|kajen|bulevardi|kuja|polku|tanya|allen|steen)\.?,?\s{1,2}\d{1,4}\b",
    r"\b(?:am|an der|an den|im|auf dem|auf der|zum|zur|in der|unter den|alte[rn]?|"
    r"neue[rn]?)\s[^\W\d_]{3,}(?:\s[^\W\d_]{3,})?\s\d{1,4}\b",
    # Romance
    r"\b(?:calle|carrera|cra|kra|diagonal|transversal|avenida|rua)\.?\s{1,2}\d{1,3}",
    r"\b\d+\s?(?:bis|ter|[a-d])?,?\s{0,2}(?:rue|avenue|av|boulevard|bd|bld|place|chemin|allees?|quai|impasse|route|cours|square|passage|faubourg|rte|cite|voie|zone|parc|zac|za)\b",
    r"\b(?:rue|avenue|boulevard|chaussee|chemin|place|quai|route)\s[^\d]{2,40},?\s\d{1,4}\b",
    r"(?:\bc/|\b(?:calle|cl|avda?|avenida|av|plaza|pza|paseo|carrera|cra|camino|ronda|travesia|via|viale|v\.le|piazza|p\.zza|corso|c\.so|largo|strada|vicolo|"
    r"piazzale|pol|poligono|urb|urbanizacion|edif|edificio|loc|localita|fraz|frazione|rua|r|praca|travessa|estrada|alameda|rodovia|carrer|passeig|rambla|bulevar|jr|jiron|pasaje|str|strada|bd|calea|sos)\b)\.?\s{0,2}[^\d\n]{2,50}?\d",
    # Slavic, Hungarian, Turkish, Greek
    r"(?<!\w)(?:ul|al|pl|os|ulica|aleja|aleje|plac|ulice|nam|namesti|namestie|trida|nabr|ул|пр|просп|проспект|пр-т|пер|наб|бульвар|б-р|шоссе|пл|вул|"
    r"вулиця|площадь|улица|бул|bul)\b\.?\s?[^\n]{2,50}?\d",
    r"\b(?:utca|ut|ter|korut|krt|u)\b\.?\s\d",
    r"\b(?:cad|caddesi|sok|sokak|sokagi|mah|mahallesi|bulvari|blv|cd|sk)\b.{0,40}\d",
    r"(?<!\w)(?:λεωφ|λεωφορος|οδος)\b.{2,40}\d",
    # South and South-East Asia
    r"\b(?:jalan|jl|jln|lorong|soi|plot|block|blk|tower|flat|survey|phase)\b\.?\s?[^\n]{0,40}\d",
    # Han, kana, Hangul
    r"[省市区區县縣镇鎮][^\d]{0,20}[路街道巷弄段][^\d]{0,6}\d|[路街道巷]\s?\d{1,5}\s?[号號弄]|[都道府県][^\d]{1,15}[市区町村郡]|[市区町村][^\d]{0,14}\d{1,3}[-−–丁]|\d丁目",
    r"[시도구군][\s][^\d]{0,24}[로길동]\s?\d|[구동로길]\s\d{1,4}(?:-\d{1,4})?\b",
)
STREET = re.compile("|".join(_STREETS))
_BOX = re.compile(
    r"(?<!\w)(?:p\.?\s?o\.?\s?box|postfach|post box|apartado|casella postale|postbus|postboks|box|b\.?\s?p\.?|"
    r"c\.p\.|case postale|skrytka|а/я|"
    r"private bag|locked bag|gpo box|caixa postal|pl)\.?\s{0,2}\d"
)
_PART = re.compile(
    r"\b(?:suite|ste|floor|fl|level|unit|room|rm|building|bldg|apt|block|etage|stock|piso|andar|piano|oficina|office|оф|офис|bureau|wing|house|gebaude|haus)"
    r"\.?\s{0,2}#?\d{1,5}\b|\b\d{1,3}(?:st|nd|rd|th|\.)?\s?(?:floor|fl|etage|og|stock|piso|andar|piano|obergeschoss|kat)\b|[楼樓层層室階棟]\Z|\d[楼樓层層室階棟F]"
)
_ESTATE = re.compile(
    r"\bz\.?\s?[ia]\.?(?=\s|$)|\b(?:zac|zone|zona) (?:industri|artisan|d')|\bparque (?:tecn|ind|emp)|\bparc d"
    r"|\bpol(?:igono|\.)\s|\b(?:industrial|business|technology|science|trading) (?:estate|park|centre|center)\b"
    r"|\b(?:gewerbe|industrie)gebiet\b|\b(?:gewerbe|technologie|industrie|buro)park\b"
    r"|\b(?:edificio|edif|palazzo|immeuble|building|batiment|bat)\b"
)
# On the text as it is: capitals tell places.
_POSTAL = re.compile(
    r"(?:(?<![\w'’-])(?:[A-Z]{1,3}\s?[-–]\s?)?\d{4,5}\s{1,3}(?:[A-Z]{2}\s)?"  # 5013 Bergen, CH-8001 Zürich
    r"(?=[^\W\d_][^\W\d_])[^\W_a-zà-ÿ]"
    r"|(?<![\w-])(?:[A-Z]{1,2}\s?[-–]\s?)?\d{3}\s\d{2}\s[^\W\d_]"  # 411 14 Göteborg
    r"|(?<![\w-])\d{2}-\d{3}\s{1,2}[^\W\d_]"  # 80-831 Gdańsk
    r"|(?<![\w-])\d{4}-\d{3}\s{1,2}[^\W\d_]|(?<![\w-])\d{5}-\d{3}\b"  # 4050-262 Porto
    r"|,?\s{1,3}(?:[A-Z]{2}|D\.\s?C)\.?,?[\s-]{1,3}(?:USA?,?\s{1,3})?\d{5}(?:-\d{4})?(?!\d)"  # IL 60606
    r"|,\s{1,2}[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,?\s{1,3}\d{5}(?:-\d{4})?(?!\d)"  # Texas 77002
    r"|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"  # SL7 1QD, M5V 2T6
    r"|[^\W\d_]{3,},?\s?[-–]?\s?\d{6}\b|[^\W\d_]{3,}\s?[-–]?\s?\d{3}\s\d{3}\b"  # Bengaluru 560066
    r"|(?<!\d)\d{6},\s"  # 190000, г.
    r"|\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\s\d{4}\b"
    r"|[^\W\d_]{3,},?\s\d{3}-\d{4}(?!\d)"  # Tokyo 153-0063
    r"|〒|(?<!\d)\d{3}-\d{4}\s?[\u3040-\u9fff]"
    r"|(?<!\w)(?!(?:Since|Est|Established|Copyright|Seit|Depuis|Desde|Dal)\b)"
    r"[^\W\d_a-zà-ÿ][^\W\d_]{2,}\s\d{4}\Z)"  # Cape Town 8001
)
_STREET_FIRST = re.compile(
    r"(?:rue|place|avenue|av|boulevard|bd|quai|chemin|allee|cours|impasse|route|calle|c/|avenida|avda|plaza|paseo|camino|"
    r"via|viale|piazza|corso|largo|strada|rua|praca|travessa|estrada|ul|al|pl|am|an der|ул|пр|пл)\b"
)
_NAMED_STREET = re.compile(
    r"(?:the\s)?(?:[^\W\d_][\w.'’-]*\s){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|square|quay|terrace|row|"
    r"crescent|court|place|way|walk|mews|gardens|hill|embankment|wharf|boulevard|parade|campus)\.?"
)
_NUMBERED = re.compile(r"[^\W\d_][^\d,:;|@]{2,40}\s\d{1,4}\s?[a-zA-Z]?|\d{1,5}[a-zA-Z]?,?\s[^\W\d_][^\d:;|@]{2,40}")
_DISTRICT = re.compile(r"[A-Z][^\W\d_]{2,}\s\d{1,2}\.?")
_STATES = words(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC AB BC MB NB NL NS ON PE QC SK"
)
_STATE_NAMES = labels(
    "alabama | alaska | arizona | arkansas | california | colorado | connecticut | delaware | florida | georgia | "
    "hawaii | idaho | illinois | indiana | iowa | kansas | kentucky | louisiana | maine | maryland | "
    "massachusetts | michigan | minnesota | mississippi | missouri | montana | nebraska | nevada | new hampshire "
    "| new jersey | new mexico | new york | north carolina | north dakota | ohio | oklahoma | oregon | "
    "pennsylvania | rhode island | south carolina | south dakota | tennessee | texas | utah | vermont | virginia "
    "| washington | west virginia | wisconsin | wyoming | alberta | british columbia | manitoba | new brunswick | "
    "newfoundland | nova scotia | ontario | quebec | saskatchewan"
)
_CITY = re.compile(r"[A-Z][\w .'-]{1,28},\s{0,2}([A-Z]{2}|D\.C\.)\.?(?:,?\s(?:USA?|U\.S\.(?:A\.)?))?\Z")
_DATE = re.compile(r"\b\d{1,2}\.?\s[^\W\d_]{3,9}\.?\s(?:19|20)\d\d\Z")


def is_place(text: str) -> bool:
    """A street, a box, or a postcode with its town: an address by itself."""
    low = folded(text)
    if STREET.search(low) or _BOX.search(low) or _is_in_district(text):
        return True
    return bool(_POSTAL.search(text)) and not _DATE.search(text)


def is_street(text: str) -> bool:
    """A street or a box, with its number."""
    low = folded(text)
    return bool(STREET.search(low) or _BOX.search(low))


def begins_as_street(text: str) -> bool:
    """Is its first word one for streets, in a tongue that names them first? "Place de l'Hôtel de Ville"."""
    return bool(_STREET_FIRST.match(folded(text)))


def is_numbered(text: str) -> bool:
    """A name and a number, in either order: a street, where a postcode stands below. "Hlavná 5", "1775 Eye"."""
    return bool(_NUMBERED.fullmatch(text))


def is_postal(text: str) -> bool:
    """Does it begin with a postcode, or end with one?"""
    return bool(_POSTAL.search(text))


def is_town(text: str) -> bool:
    """ "Austin, TX": a town by itself."""
    found = _CITY.match(text)
    if found is not None and found[1].replace(".", "") in _STATES:
        return True
    front, _, behind = text.partition(",")
    town, comma, land = text.rpartition(",")
    if comma and "," in town and folded(land).strip(" .") in COUNTRIES:
        return is_town(town)  # "Ottawa, Ontario, Canada"
    return front.strip().istitle() and front.replace(" ", "").isalpha() and folded(behind).strip(" .") in _STATE_NAMES


def is_named_street(text: str) -> bool:
    """ "Strand Road": a street without a number, where what stands beside it is a place."""
    return text[:1].isupper() and bool(_NAMED_STREET.fullmatch(folded(text.rstrip(" ,"))))


def _is_in_district(text: str) -> bool:
    """ "Kevin Street, Dublin 8", a street in a district."""
    parts = [part.strip() for part in text.split(",")]
    return any(is_named_street(one) and is_district(other) for one, other in pairwise(parts))


def is_beside_place(text: str) -> bool:
    """A floor, a country: of an address only beside the rest of it."""
    low = folded(text)
    if _PART.search(low) or _ESTATE.search(low) or is_named_street(text) or is_country(text):
        return True
    return is_district(text.rpartition(",")[2].strip())


def is_district(text: str) -> bool:
    """ "Dublin 4", "Praha 1"."""
    return bool(_DISTRICT.fullmatch(text))


def is_country(text: str) -> bool:
    """Does it end in the name of a country?"""
    return folded(text.rpartition(",")[2]).strip(" .") in COUNTRIES
