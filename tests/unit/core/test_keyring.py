"""A user's keys: what they encrypt fits one place only."""

import re
from uuid import UUID

import pytest

from base.ids import new_id
from services.core.keyring import CannotDecrypt
from tests.keys import fresh_keys

ROW = UUID(int=7)


def test_what_is_encrypted_comes_back_and_never_looks_the_same() -> None:
    keys = fresh_keys()
    sealed = [keys.encrypt("messages", "subject", ROW, "Grüße".encode()) for _ in range(2)]

    assert [keys.decrypt("messages", "subject", ROW, value).decode() for value in sealed] == ["Grüße"] * 2
    assert sealed[0] != sealed[1]
    assert len(sealed[0]) == len("Grüße".encode()) + 33


@pytest.mark.parametrize(
    "place", [("threads", "subject", ROW), ("messages", "snippet", ROW), ("messages", "subject", UUID(int=8))]
)
def test_a_value_moved_to_another_place_is_refused(place: tuple[str, str, UUID]) -> None:
    keys = fresh_keys()
    sealed = keys.encrypt("messages", "subject", ROW, b"secret")

    with pytest.raises(CannotDecrypt) as refused:
        keys.decrypt(*place, sealed)

    assert "secret" not in refused.value.detail


def test_a_value_that_was_changed_or_cut_is_refused() -> None:
    keys = fresh_keys()
    sealed = keys.encrypt("messages", "subject", ROW, b"secret")

    for broken in (sealed[:-1], sealed[:20], b"", bytes([*sealed[:-1], sealed[-1] ^ 1])):
        with pytest.raises(CannotDecrypt):
            keys.decrypt("messages", "subject", ROW, broken)


def test_another_users_keys_open_nothing_and_hash_differently() -> None:
    mine, theirs = fresh_keys(), fresh_keys()
    sealed = mine.encrypt("messages", "subject", ROW, b"secret")

    with pytest.raises(CannotDecrypt):
        theirs.decrypt("messages", "subject", ROW, sealed)
    assert mine.word("hello") != theirs.word("hello")
    assert mine.prf(b"hello") != theirs.prf(b"hello")


def test_hashes_are_stable_and_words_apart_from_values() -> None:
    keys = fresh_keys(new_id())

    assert keys.word("hello") == keys.word("hello") != keys.word("hallo")
    assert re.fullmatch("[a-z2-7]{16}", keys.word("hello"))
    assert len(keys.prf(b"word:hello")) == 16
    # A Message-ID chosen by a stranger must not reproduce the hash of a word.
    assert keys.prf(b"word:hello")[:10].hex() != keys._hash(b"word:hello", 10).hex()
