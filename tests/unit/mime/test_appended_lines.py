"""Footers and disclaimers that a program appended, and what somebody wrote that looks like one."""

import pytest

from services.mime.quoting import Letterhead, spans

MARA = Letterhead("Mara", "mara@harbour.example", "Plans", ("Mara",))
CONFIDENTIAL = [
    "Please treat this message as confidential, it is intended for you alone. Do delete it when you have read it.",
    "Diese Nachricht ist vertraulich und nur für dich bestimmt. Bitte lösche sie, sobald du sie gelesen hast, Ken.",
    "Ce message est confidentiel et pour son destinataire seul, merci de le supprimer après la lecture, cher Ken.",
]


def folded(text: str) -> str:
    return "".join(text[span.start : span.end] for span in spans(text, MARA) if span.kind == "signature")


@pytest.mark.parametrize(
    "line",
    [
        "I want to unsubscribe from https://harbour.example/x, who can tell how?",
        "Please help me unsubscribe from https://harbour.example/x",
        "I'd unsubscribe, but it goes to boats@harbour.example",
        "Ich möchte mich von https://harbour.example/x abmelden.",
        "J'ai voulu me désabonner de https://harbour.example/x",
        "Quiero darme de baja de https://harbour.example/x",
        "Vorrei cancellarmi da https://harbour.example/x",
        "Я хочу отписаться от https://harbour.example/x",
        "I wrote to the mailing list: boats@harbour.example",
    ],
)
def test_who_speaks_of_themselves_wrote_no_footer(line: str) -> None:
    for rule in ("---", "------", "______________________"):
        assert folded(f"How does one leave?\n\n{rule}\n{line}\n") == ""


def test_what_an_unfinished_sentence_leads_to_is_no_footer() -> None:
    lists = "---\nThe boats mailing list: boats@harbour.example\nThe sails mailing list: sails@harbour.example\n"
    leave = "---\nTo unsubscribe: https://harbour.example/x\n"
    site = "http://harbour.example/mailman/listinfo/boats\n"

    for above, below in (
        ("We have these lists:", lists),
        ("The lists are", lists),
        ("Do this:", leave),
        ("It is at", site),
    ):
        assert folded(f"{above}\n\n{below}") == ""
    for above, below in (("We sail.", lists), ("See you", leave), ("We sail.", site), ("Mara", site)):
        assert folded(f"Good.\n\n{above}\n\n{below}").endswith(below)


@pytest.mark.parametrize("text", CONFIDENTIAL)
def test_what_is_all_of_the_mail_or_signed_is_no_disclaimer(text: str) -> None:
    for above in ("", "Hi Ken,\n\n", "Hello\n\n", "> When?\n\n", "Ken wrote:\n> When?\n\n"):
        assert folded(f"{above}{text}\n") == ""
        assert folded(f"{above}{text}\n\n> More?\n") == ""
        assert folded(f"{above}We sail.\n\n{text}\n\nMara\n") == "Mara\n"
        assert folded(f"{above}We sail.\n\n{text}\n") == f"{text}\n"


def test_thanks_may_end_a_disclaimer() -> None:
    assert folded(f"We sail.\n\n{CONFIDENTIAL[0]}\n\nThank you.\n") == f"{CONFIDENTIAL[0]}\n\nThank you.\n"


def test_what_somebody_shows_is_the_authors() -> None:
    mailman = "______________________________\nBoats mailing list\nhttp://harbour.example/boats\n"
    for below in (
        mailman,
        f"{CONFIDENTIAL[1]}\n",
        "---\nTo unsubscribe: https://harbour.example/x\n",
        "Sent from my iPad\n",
    ):
        assert folded(f"It is good.\n\nPut this below our mails:\n\n{below}") == ""
        assert folded(f"It is good.\n\nPut something below our mails.\n\n{below}") == below


def test_a_scanner_speaks_of_what_it_did() -> None:
    assert folded("It is slow.\n\n***\nIt found a virus, see https://harbour.example/v\n") == ""
    for line in ("Virus-free. www.scanner.example", "Checked by an anti-virus system (http://scanner.example)."):
        assert folded(f"We sail.\n\n---\n{line}\n") == f"---\n{line}\n"


def test_a_mail_that_begins_below_two_dashes_is_no_signature() -> None:
    assert folded("See this.\n\n--\n\nOne part.\n\n--\n\nAnother.\n") == ""
    assert folded("See this.\n\n--\n\nMara\n") == "--\n\nMara\n"
    assert folded("--\nThis is what I have to say today, and it is long.\nThat is all of it.\n") == ""
