"""What organisations are called by: legal forms, and nouns for what they are."""

import re

from services.mime.signature_fields.folding import words_of
from services.mime.signature_fields.regions import COUNTRIES
from services.mime.signature_fields.title_words import PARTICLES, has_role, is_function, is_unit
from services.mime.word_lists import Stems, labels, words

# As they are written, capitals and all: "As" and "Co" are words elsewhere.
_LEGAL = re.compile(
    r"""(?<![\w])(?:
    Inc|INC|Incorporated|INCORPORATED|LLC|L\.L\.C|llc|LLP|L\.L\.P|L\.P|PLLC|P\.C|PLC|plc|P\.L\.C|Ltd|LTD|ltd|Limited|LIMITED|
    Corp|CORP|Corporation|CORPORATION|Co\.,?\s?(?:Ltd|LTD|KG|Inc)|&\s?Co|&\s?CO|&\s?Cie|and\s?Co|\&\s?Sons|&\s?Söhne|&\s?Fils|&\s?Partners?|
    Pty|PTY|Pte|PTE|Pvt|PVT|Bhd|BHD|Sdn|Tbk|
    G?GmbH|gGmbH|GMBH|Gmbh|gmbh|mbH|AG|KG|KGaA|OHG|UG|GbR|PartG(?:\s?mbB)?|e\.\s?V|eG|e\.\s?K|e\.\s?U|
    SA|S\.A|S/A|SAS|S\.A\.S|SASU|SARL|S\.A\.R\.L|Sàrl|Sarl|EURL|SNC|S\.N\.C|S\.C\.S|SCOP|SCP|ASBL|asbl|
    S\.L\.?U|S\.L|SL|SLU|S\.\s?de\s?R\.L|S\.R\.L|SRL|Srl|srl|S\.r\.l|SpA|SPA|S\.p\.A|S\.P\.A|S\.a\.s|S\.n\.c|
    BV|B\.V|NV|N\.V|VOF|V\.O\.F|BVBA|vzw|
    AB|A\.B|HB|AS|A/S|a/s|ApS|APS|ASA|I/S|Oy|OY|Oyj|OYJ|Ab|Ky|ehf|hf|
    Sp\.\s?z\s?o\.\s?o|sp\.\s?z\s?o\.\s?o|Sp\.\s?j|Sp\.\s?k|S\.K\.A|
    s\.\s?r\.\s?o|S\.R\.O|spol|a\.\s?s|k\.\s?s|v\.\s?o\.\s?s|d\.\s?o\.\s?o|D\.O\.O|d\.\s?d|
    Kft|KFT|Zrt|Nyrt|Bt|A\.\s?Ş|A\.S|Şti|ŞTİ|
    Ltda|LTDA|Lda|LDA|EIRELI|ME|EPP|C\.\s?V|
    ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОВ|ТзОВ|ПрАТ|ЕООД|ООД|ЕАД|АД|Α\.\s?Ε|ΑΕ|Ε\.\s?Π\.\s?Ε|ΕΠΕ|Ι\.?Κ\.?Ε|Ο\.\s?Ε|
    בע"מ|ש\.מ\.מ
    )(?![\w])\.?""",
    re.VERBOSE,
)
_UNSPACED = Stems(
    "株式会社", "有限会社", "合同会社", "㈱", "(株)", "公司", "集团", "集團", "大学", "大學", "研究所", "研究院",
    "银行", "銀行", "事务所", "事務所", "医院", "病院", "协会", "協会", "주식회사", "(주)", "㈜", "대학교", "은행",
    "연구소", "협회",
)  # fmt: skip
_NOUNS = words(
    """
    university college institute academy bank group holding holdings partners associates laboratory studio studios
    agency foundation association society ministry hospital clinic council company companies airlines airways hotel
    hotels restaurant museum library friends institution centre center publishing publishers brothers bros
    corporation federation union chamber embassy church school government authority commission architects engineers
    attorneys advisors brewery winery cafe gallery theatre

    universitat hochschule institut akademie gruppe stiftung verein verband kanzlei ministerium klinik krankenhaus
    verlag werke werk sohne gebruder architekten rechtsanwalte steuerberater ingenieurburo planungsburo sparkasse
    volksbank versicherung fachhochschule gesellschaft genossenschaft

    universite ecole groupe cabinet fondation societe ministere hopital banque atelier agence editions compagnie
    mairie universidad escuela grupo fundacion sociedad ministerio hospital banco estudio agencia compania editorial
    ayuntamiento universita scuola gruppo fondazione societa ministero ospedale banca studio agenzia azienda editore
    comune universidade escola fundacao sociedade hospital agencia empresa construtora

    universiteit hogeschool stichting vereniging gemeente ziekenhuis advocaten architecten universitet hogskola
    hogskole stiftelse forening kommun kommune sjukhus sykehus hospital handelshojskole yliopisto oppilaitos
    sairaala uniwersytet politechnika fundacja stowarzyszenie szpital kancelaria univerzita vysoka egyetem
    alapitvany korhaz universitesi universitatea holding университет институт банк группа компания завод фонд
    академия агентство університет компанія
    """
)
# Of what firms deal in: these end a firm's name, and what somebody is in charge of, too.
_TRADES = words(
    """
    consulting consultants solutions technologies technology systems software labs laboratories media press
    industries international worldwide enterprises ventures capital networks securities insurance realty properties
    pharmaceuticals pharma energy motors works trust fund funds interactive entertainment productions records games
    electronics logistics construction builders manufacturing transport shipping foods farms design designs
    marketing services resources trading power gas oil technik bygg maschinenbau anlagenbau
    """
)
_COMPOUNDS = (
    "universitat",
    "gesellschaft",
    "verlag",
    "werke",
    "klinik",
    "stiftung",
    "verband",
    "kanzlei",
    "bank",
    "gruppen",
)
_PAIR = re.compile(r"([A-Z][\w'’-]+) (?:&|\+) ([A-Z][\w'’-]+)")
_SHORTEST_COMPOUND = 7
_COMPASS = words(
    "north south east west northern southern eastern western central latin global regional region greater new "
    "middle upper lower head"
)
_REGIONS = frozenset(COUNTRIES) | labels(
    "north america | south america | latin america | central america | americas | europe | asia | asia pacific |"
    " apac | emea | middle east | "
    "nordic | nordics | benelux | international | worldwide | africa"
)


def has_legal_form(text: str) -> bool:
    """Is a legal form within?"""
    return bool(_LEGAL.search(text)) or (not text.isascii() and _UNSPACED.within(text))


def is_legal_form(text: str) -> bool:
    """Is it one, and nothing else? ", Ltd."."""
    return has_legal_form(text) and not any(map(str.isalpha, _LEGAL.sub("", text)))


def is_pair(text: str) -> bool:
    """Two names: "Osei & Ito Executive Search", but not "Founder & Owner" or "Sales & Marketing"."""
    found = _PAIR.match(text)
    if found is None or has_role(text.split()[-1]):
        return False
    return not any(
        has_role(one) or is_function(one) or is_unit(one) or one.casefold() in _TRADES for one in found.groups()
    )


def is_organisation(text: str) -> bool:
    """Is a noun for an organisation within, beside a name? Or a region behind one: "Harbour North America"."""
    found = words_of(text)
    if is_pair(text):
        return True
    if len(found) < 2:
        return bool(found) and found[0].endswith(_COMPOUNDS) and len(found[0]) > _SHORTEST_COMPOUND
    last = len(found) - 1
    for place, word in enumerate(found):
        is_noun = (
            word in _NOUNS
            or _undotted(word) in _NOUNS
            or (len(word) > _SHORTEST_COMPOUND and word.endswith(_COMPOUNDS))
        )
        # "State Government Affairs" is what somebody does; "University of Harbour Affairs" is none.
        if is_noun and (place in {0, last} or found[place + 1] in PARTICLES or not is_function(found[last])):
            return True
    return _is_regional(text, found)


def is_university(text: str) -> bool:
    """Is it one, of which what stands in front is a part?"""
    return any(word.startswith("universi") for word in words_of(text))


def _undotted(word: str) -> str:
    """ "universitaet", as those write who have no "ä", like others' "universität" folded."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def is_trade(text: str) -> bool:
    """Does it end in what firms deal in, behind a name? "Nimbus Software"; but also "Rate Systems"."""
    found = words_of(text)
    done = (
        len(found) > 2 and is_function(" ".join(found[-2:])) and found[-2] not in _TRADES
    )  # "Harbour Human Resources" is a department
    return len(found) > 1 and found[-1] in _TRADES and found[0] not in _TRADES and not done


def _is_regional(text: str, found: list[str]) -> bool:
    if "," in text or not text[0].isupper() or found[0] in _COMPASS or is_function(found[0]):
        return False
    said = text.split()
    if not all(word[0].isupper() for word in said):
        return False
    return any(" ".join(found[start:]) in _REGIONS for start in range(1, len(found)))
