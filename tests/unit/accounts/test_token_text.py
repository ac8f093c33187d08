"""What a personal token looks like."""

import re

from services.accounts.tokens import _new_text, is_token


def test_a_token_is_known_by_its_beginning_and_whole_by_its_checksum() -> None:
    texts = {_new_text() for _ in range(200)}
    assert len(texts) == 200
    for text in texts:
        assert re.fullmatch(r"kith_[0-9A-Za-z]{49}", text), "one word: a double click takes all of it"
        assert is_token(text)
        broken = text[:10] + ("a" if text[10] != "a" else "b") + text[11:]
        for other in (broken, text[:-1], text + "a", text.removeprefix("kith_"), text.lower()):
            assert not is_token(other) or other == text


def test_what_is_no_token_is_none() -> None:
    for text in ("", "kith_", "kith_" + "a" * 49, "Bearer", "kith_\0", "kith_é" + "a" * 48):
        assert not is_token(text)
