"""Operators of a search, as Gmail has them."""

import pytest

from services.mail.search_operators import AskedLabel, hidden_from, read_question


@pytest.mark.parametrize(
    ("text", "words", "labels"),
    [
        ("spring contract", "spring contract", []),
        ("label:Work contract", "contract", [("Work", True)]),
        ('contract label:"Travel, by rail"', "contract", [("Travel, by rail", True)]),
        ("LABEL:bücher -label:work", "", [("bücher", True), ("work", False)]),
        ("in:trash in:Drafts is:unread", "", [("trash", True), ("DRAFT", True), ("unread", True)]),
        ("is:read -is:read -is:starred", "", [("UNREAD", False), ("UNREAD", True), ("starred", False)]),
        ("category:primary category:updates", "", [("CATEGORY_PERSONAL", True), ("CATEGORY_UPDATES", True)]),
        ("in:anywhere lost", "lost", []),
        # What only looks like one is words.
        ("mailin:trash label: in", "mailin:trash label: in", []),
        ('"say in:trash now"', '"say in:trash now"', []),
        ('"the sign said in:trash" label:"open', '"the sign said in:trash" label:"open', []),
    ],
)
def test_operators_are_told_from_words(text: str, words: str, labels: list[tuple[str, bool]]) -> None:
    found = read_question(text)
    assert " ".join(found.words.split()) == words
    assert found.labels == tuple(AskedLabel(*one) for one in labels)
    assert found.anywhere is ("in:anywhere" in text)


def test_only_what_is_asked_for_comes_out_of_hiding() -> None:
    def hidden(*names: str, wanted: bool = True, anywhere: bool = False) -> set[str]:
        return set(hidden_from([AskedLabel(name, wanted) for name in names], anywhere=anywhere))

    assert hidden() == hidden("Work") == hidden("spam", wanted=False) == {"SPAM", "TRASH", "DRAFT"}
    assert hidden("DRAFT") == {"SPAM", "TRASH"}
    assert hidden("Spam") == hidden("trash", "Work") == hidden(anywhere=True) == set()
