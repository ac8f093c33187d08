"""Which words are an organisation's name: by legal form, by the sender's domain, by a noun for what it is."""

from services.mime.signature_fields.company_words import has_legal_form, is_organisation, is_trade, is_university
from services.mime.signature_fields.folding import squeezed, words_of
from services.mime.signature_fields.sender import Sender
from services.mime.signature_fields.title_words import is_function

_SHORTEST = 3  # letters of a domain that says something
_SHORTEST_BEGINNING = 5
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WHOLE = 0.02  # a university, rather than its institute
LEGAL, DOMAIN, NOUN, TRADE = 0.95, 0.85, 0.8, 0.6


def is_of_domain(text: str, sender: Sender) -> bool:
    """Is it what the sender's domain is short for? "Harbour Sails" for harbour.example."""
    if not text.isascii() and (spelled := text.translate(_SPELLED_OUT)) != text and is_of_domain(spelled, sender):
        return True
    domain = sender.domain
    if len(text) > _SHORTEST and squeezed(text) in sender.sites:
        return True
    if len(domain) < _SHORTEST or not text[0].isalnum():
        return False
    whole = squeezed(text)
    found = words_of(text)
    if whole == domain:
        return True
    if domain in found or whole.startswith(domain):
        rest = found[next(n for n in range(len(found)) if domain in squeezed("".join(found[: n + 1]))) + 1 :]
        if rest and is_function(" ".join(rest)) and not is_trade(text):  # "Harbour Human Resources": a department of it
            return False
    if domain in found:
        return True
    if (
        len(whole) >= _SHORTEST_BEGINNING
        and len(domain) >= _SHORTEST_BEGINNING
        and (whole.startswith(domain) or domain.startswith(whole))
    ):
        return True
    initials = "".join(word[0] for word in found if len(word) > 3 or word[0].isupper())
    return len(found) > 2 and initials == domain


def evidence(text: str, sender: Sender) -> float:
    """How sure it is that this names an organisation; 0 where nothing says so."""
    if not any(map(str.isalpha, text)):
        return 0
    if has_legal_form(text):
        return LEGAL
    if is_of_domain(text, sender) and sender.names_in(text) < len(words_of(text)):
        return DOMAIN
    if is_organisation(text):
        return NOUN + _WHOLE if is_university(text) else NOUN
    if not is_trade(text) or is_function(text):
        return 0
    return NOUN if sender.names_in(text.split()[0]) else TRADE  # "Osei Consulting" is Osei's


def is_evident(text: str, sender: Sender) -> bool:
    """Does anything say that this names an organisation?"""
    return evidence(text, sender) > 0
