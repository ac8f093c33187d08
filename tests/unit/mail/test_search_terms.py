"""The blind word index: what a search finds, and what the index gives away."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from base.errors import Invalid
from services.core.keyring import UserKeys
from services.mail import stemming
from services.mail.search_terms import index_words, search_query
from services.mail.terms import words
from tests.keys import fresh_keys

Index = dict[str, list[int]]


@pytest.fixture(scope="module")
def keys() -> UserKeys:
    return fresh_keys()


def parsed(index: str) -> Index:
    """A tsvector literal as PostgreSQL reads it."""
    entries = [entry.split(":") for entry in index.split()]
    return {word: [int(place) for place in places.split(",")] for word, places in entries}


def matches(index: Index, query: str) -> bool:
    """What `@@` does with the queries that Kith writes: all phrases, each in sequence."""
    if not query:
        return False
    phrases = [phrase.strip("() ").split(" <-> ") for phrase in query.split(" & ")]
    return all(
        any(
            all(place + n in index.get(word, []) for n, word in enumerate(phrase)) for place in index.get(phrase[0], [])
        )
        for phrase in phrases
    )


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Prices of two houses", "price house"),
        ("Prices of two houses", '"two houses"'),
        ("Anna’s plan", "anna plan"),
        ("Müller schreibt aus der Straße", "muller strasse"),
        ("Mu\u0308ller", "Müller"),
        ("ask anna.berg@firma-x.de", "anna.berg@firma-x.de"),
        ("ask anna.berg@firma-x.de", "firma"),
        ("snake_case and 2024-05-01", "case 2024-05-01"),
        ("письма Иванова", "письмо Иванова"),
        ("Иванов", "ivanov"),
        ("新しい会議の資料", "会議"),
        ("iPhone手机", "iphone 手机"),
        ("ﾊﾞﾅﾅ", "バナナ"),
        ("회의를 시작합니다", "회의"),
        ("किताबें", "किताब"),
        ("ประชุมวันจันทร์", "ประชุม"),
        ("x" * 90, "x" * 90),
        ("call +49 30 123-456", '"30 123"'),
        ("quoted “smart phrase” here", "“smart phrase”"),
    ],
)
def test_a_search_finds(keys: UserKeys, text: str, question: str) -> None:
    assert matches(parsed(index_words(keys, [text])), search_query(keys, question))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Prices of two houses", "price boat"),
        ("two big houses", '"two houses"'),
        ("議会", "会議"),
        ("anna wrote to berg", "anna.berg"),
        ("anything", "!!! ... '&|<->"),
        ("anything", ""),
    ],
)
def test_a_search_does_not_find(keys: UserKeys, text: str, question: str) -> None:
    assert not matches(parsed(index_words(keys, [text])), search_query(keys, question))


def test_a_phrase_does_not_span_two_fields(keys: UserKeys) -> None:
    index = parsed(index_words(keys, ["the offer", "expires"]))

    assert matches(index, search_query(keys, "offer expires"))
    assert not matches(index, search_query(keys, '"offer expires"'))


def test_the_index_holds_hashes_only(keys: UserKeys) -> None:
    index = index_words(keys, ["Secret plans, Iwanow Иванов 会議 o'clock 2024"])

    assert re.fullmatch(r"[a-z2-7]{16}:[\d,]+( [a-z2-7]{16}:[\d,]+)*", index)
    assert re.fullmatch(r"\([a-z2-7]{16}( <-> [a-z2-7]{16})*\)( & .*)?", search_query(keys, "a'b & c | d:* !e"))
    assert not parsed(index).keys() & parsed(index_words(fresh_keys(), ["Secret plans"])).keys()


def test_the_cut_is_defined(keys: UserKeys) -> None:
    many = parsed(index_words(keys, [" ".join(f"w{n}" for n in range(20_000))]))
    same = parsed(index_words(keys, ["again " * 1_000]))
    headers = parsed(index_words(keys, ["name " * 20_000, "text"]))

    assert len(many) == 16_383
    assert keys.word("w16382") in many
    assert keys.word("w16383") not in many
    assert same == {keys.word("again"): list(range(1, 257))}
    assert headers[keys.word("text")] == [8_194]


def test_the_largest_index_fits_into_a_tsvector(keys: UserKeys) -> None:
    index = parsed(index_words(keys, [" ".join(f"щ{n}ю" for n in range(20_000))]))

    assert len(index) > 30_000
    # Bytes as PostgreSQL counts them: the word, a count and a position of two bytes each, aligned to two.
    assert sum(len(word) + 2 + 2 * len(places) for word, places in index.items()) < 2**20


def test_a_huge_text_takes_little_time_and_memory(keys: UserKeys) -> None:
    assert len(words("word " * 10_000_000)) == 400_000


def test_too_long_a_question_is_refused(keys: UserKeys) -> None:
    with pytest.raises(Invalid) as refused:
        search_query(keys, "word " * 101)

    assert refused.value.field == "q"


def test_broken_text_does_no_harm(keys: UserKeys) -> None:
    index = parsed(index_words(keys, ["a\0b \ud800 c\ud800d \u0301\u0301 \U0010ffff"]))

    assert keys.word("a") in index
    assert keys.word("d") in index


def test_threads_do_not_mix_their_stems() -> None:
    vocabulary = [f"running{n % 26:c}walkings" for n in range(97, 123)] + ["houses", "relational", "письмами"] * 400
    stemming.forms.cache_clear()
    alone = [stemming.forms.__wrapped__(word) for word in vocabulary]

    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda _: [stemming.forms.__wrapped__(word) for word in vocabulary], range(16))

    assert all(found == alone for found in together)
