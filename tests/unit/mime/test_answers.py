"""One word at the end is the answer, where it is not the name of who writes."""

import pytest

from services.mime.quoting import Letterhead, spans

WRITERS = [
    Letterhead("Mara", "mara@harbour.example", "Plans", ("Mara", "Ken Ito")),
    Letterhead("Mara Osei", "m.osei@harbour.example", "Plans", ("Mara Osei", "Ken Ito")),
    Letterhead("", "qz07@harbour.example"),
    Letterhead("Harbour", "boats@harbour.example"),
    Letterhead(),
]
ANSWERS = ["Yes", "No", "Agreed", "Granted!", "Oui", "Ja.", "Claro", "Нет", "Tuesday", "Oslo", "Both", "Next week"]
ABOVE = [
    "Hi Ken,\n\n",
    "Dear Mr. Ito:\n\n",
    "Good morning\n\n",
    "The boat sails on\n\n",
    "My answer:\n\n",
    "You ask me if we sail.\n\n",
    "Ken,\n\nDo we sail, you ask?\n\n",
    "> Shall we?\n\n",
    "> Shall we?\n\nI think so.\n\n> And when?\n\n",
    "> Shall we?\n\nI think so.\n\n> And when?\n\nThanks,\n",
    "See below.\n\n> Shall we?\n\n",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.sender_address or "unknown")
def test_an_answer_of_one_word_is_the_authors(writer: Letterhead, above: str) -> None:
    for answer in ANSWERS:
        for below in ("", "\n", "\n\n> More?\n"):
            assert [span.kind for span in spans(f"{above}{answer}{below}", writer) if span.kind != "quoted"] == []


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Noah Lund", "No"), ("Jan Vos", "Ja"), ("Yves Roy", "Yes"), ("Monique Roy", "Monday"), ("Greta Lund", "Great")],
)
def test_an_answer_that_may_be_short_for_the_name_is_the_authors(name: str, answer: str) -> None:
    assert spans(f"You ask me if we sail.\n\n{answer}\n", Letterhead(name)) == []


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("David Lund", "Dave"),
        ("Daniel Vos", "Danny"),
        ("Katherine Roy", "Katie"),
        ("Thomas Roy", "Tom"),
        ("Jo Da", "Da"),
    ],
)
def test_a_short_form_of_the_name_signs(name: str, signed: str) -> None:
    assert [span.kind for span in spans(f"We sail on Monday.\n\n{signed}\n", Letterhead(name))] == ["signature"]


def test_somebodys_address_that_was_asked_for_is_the_authors() -> None:
    address = "Ken Ito\nQuay Office\n+47 555 12 345\n"
    for writer in WRITERS:
        for above in ("> Whom do we ask?\n\n", "We sail.\n\n> Whom do we ask?\n\n", "The man you need is\n\n"):
            assert [span.kind for span in spans(f"{above}{address}", writer) if span.kind != "quoted"] == []


def test_who_is_addressed_by_name_is_answered_by_name() -> None:
    """A first name signs where the header has none and the mail begins as a letter does."""
    for name, address, found in (
        ("Osei", "", 1),
        ("Osei", "bosei@x.example", 1),
        ("", "", 1),
        ("Osei", "osei@x.example", 0),
    ):
        for salutation in ("Ken:", "Hi Ken,", "Dear Mr Ito,"):
            text = f"{salutation}\n\nWe sail on Monday.\n\nBert\n"
            assert len(spans(text, Letterhead(name, address))) == found
    assert spans("Ken:\n\nDo we sail?\n\nMonday\n", Letterhead("Osei")) == []
