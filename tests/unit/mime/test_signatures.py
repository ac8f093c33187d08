"""Where a signature begins, and what is none."""

import pytest

from services.mime.quoting import Letterhead, spans

MARA = Letterhead("Mara Osei", "mara@harbour.example", "Plans", ("Mara Osei",))


def signature(text: str, letterhead: Letterhead = MARA) -> str:
    return "".join(text[span.start : span.end] for span in spans(text, letterhead) if span.kind == "signature")


@pytest.mark.parametrize(
    "lines",
    [
        "-- \nMara Osei\nHarbour & Sons",
        "--\nMara",
        "Mara",
        "mara",
        "- Mara",
        "-Mara Osei",
        "Best,\nM.",
        "Kind regards,\n\nMara Osei",
        "Thanks, Mara",
        "Thanks. MO",
        "Your friend, Mara.",
        "Mit freundlichen Grüßen\nMara Osei",
        "Cordialement,\nMara",
        "Un saludo,\nMara Osei",
        "С уважением,\nМара",
        "此致\n敬礼\n\nMara",
        "Mara Osei\nHead of Boats\nHarbour & Sons Ltd.\n12 Quay Street\nPhone: +47 555 12 345\nwww.harbour.example",
        "_____________\nMara Osei\nmara@harbour.example * http://harbour.example",
        "Harbour Office\nMara Osei\n(555) 464-7404\n\nKen Ito\n(555) 464-8321",
        "Ken Ito\nManager - Boats\n(555)215-3381",
        "Mára",
        "Mara :)",
        "///Mara",
        "Thx, mo",
        "*Mara Osei*\n*Head of Boats*\nm: +1 555 853 1000",
        "Mara Osei<mailto:mara@harbour.example>\n555.853.1000",
        "Mara\nx-37059",
        "Mara x3-7059",
        "Mara Osei (555) 464-7404",
        "thx\nmara",
        "Love Mara",
        "Mara Osei\nmanager, boats and sails\n(555) 464-7404",
        "Mara Osei * Harbour & Sons * 12 Quay Street, Marlow, Bucks * tel +47 555 12 345 * http://harbour.example/boats",
        "Mara Osei | Head of Boats | Harbour & Sons\nT +47 555 12 345 | harbour.example",
        "Mara Osei, Head of Boats\nHarbour & Sons",
        "Sent from my iPhone",
        "From my iPhone 6",
        "Sent from my cell, please excuse any typos.",
        "從我的 iPhone 傳送",
        "발신: iPhone",
        "Obtenir Outlook pour iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Отправлено с iPhone",
        "发自我的iPhone",
        "Mara\n--------\nSent from my BlackBerry Wireless Handheld",
        "Get Outlook for Android",
        "Mara\n\nThis e-mail is confidential and for its intended recipient only. If it was sent to you in error, "
        "please delete it and tell us.",
        "Diese Nachricht ist vertraulich und nur für den Empfänger bestimmt. Falls sie irrtümlich an Sie ging, "
        "löschen Sie sie bitte.",
        "_______________________________________________\nBoats mailing list\nBoats@lists.example\nhttp://lists.example/boats",
        "Regards,\n\n-- \nMara Osei",
        "--------- Groups Sponsor --------~-->\nBuy now\nhttp://a.example/b\n-------------~->\n\n"
        "To unsubscribe from this group, send an email to:\nboats-off@groups.example",
        "http://lists.example/mailman/listinfo/boats",
    ],
)  # fmt: skip
def test_a_signature_is_found(lines: str) -> None:
    for end in ("", "\n"):
        assert signature(f"We sail on Monday.\n\n{lines}{end}") == f"{lines}{end}"
    below = "\n\nOn 1 June 2026 Ken Ito <ken@quay.example> wrote:\n> When?\n"
    assert signature(f"We sail on Monday.\n\n{lines}{below}").rstrip() == lines


@pytest.mark.parametrize(
    "text",
    [
        "Hi, we need:\n- milk\n- eggs",
        "Please bring:\n\n- Mara\n- Ken",
        "It is in:\n\nO:\\boats\\plans\\sail 1.xls",
        "We are late.\nTake a boat",
        "We meet at four\nas agreed\nin the harbour",
        "Bring\n\nMara\nsome tea",
        "Autumn Song\n\nLeaves in the harbour\nrain on the deck\n\nP.S. this is for you, ken.",
        "They are here [1].\n\nMara\n\n[1] http://a.example/boats",
        "I am glad that you came.\n\nThanks Ken",
        "Boat    Price\n-----   -----\nGig     300\nSkiff   200",
        "HOW TO FIND US\n---------------\nFor our address please write to Ken at ken@quay.example or look at\nhttp://a.example/x",
        "Cara's new number is\n\n555-810-1105",
        "1) Call Ken w/ Harbour.\n2) Mia w/ Bank, 555-933-2030.",
        "Please write to:\n\nKen Ito\n40 East Broadway\nTel: +47 555 12345",
        "I lost my iPhone yesterday.\n\nCould you call my office?",
        "Please set me up for Thursday.\n\nTHANK YOU!",
        "All our love.\n\nP.S. Next time I write more.",
        "That is it.\nPL",
        "The meeting is confidential. Please do not tell anybody, and delete this list after you have read it.",
        "These came:\n\nLast\tFirst\nOsei\tMara\nIto\tKen",
        "See\n\nhttp://a.example/x",
        "Hi.\n\n----\nA    3\nB    4\n----\nsee http://a.example/x",
        "Hi.\n\n------\nNotes of today, more at http://a.example/x\nMara brings the tea.",
        "The sender has two lists, one of each kind of recipient. My email client tells them apart and is to delete "
        "what is confidential.",
        "Which day do you prefer? I prefer the first.\n\nMonday",
        "Thanks,\nMara",
        "Yes.\n--\nFirst part\n--\nSecond part, with text.\n" + "More of it, in long sentences that go on.\n" * 20,
    ],
)
def test_what_is_in_doubt_is_the_authors(text: str) -> None:
    assert signature(text) == ""


def test_what_follows_the_quote_is_found_beside_what_is_before_it() -> None:
    footer = "____________________________\nBoats mailing list\nBoats@lists.example\n"
    text = f"Yes.\n\nMara\n\n> When?\n\n{footer}"

    assert signature(text) == f"Mara\n\n{footer}"
