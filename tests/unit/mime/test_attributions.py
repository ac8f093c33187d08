"""Lines that say who wrote what is quoted: in many languages, of many programs, and which sentences are none."""

import pytest

from services.mime.quoting import Letterhead, spans

HEADINGS = [
    "On Mon, 1 Jun 2026 at 10:00, Mara Osei <mara@harbour.example> wrote:",
    "On Jun 1, 2026, at 10:00 AM, Mara Osei <mara@harbour.example> wrote:",
    "Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Mara Osei <mara@harbour.example>:",
    "Am 01.06.26 um 10:00 schrieb Mara Osei:",
    "Mara Osei <mara@harbour.example> schrieb am Mo., 1. Juni 2026, 10:00:",
    "Le lun. 1 juin 2026 à 10:00, Mara Osei <mara@harbour.example> a écrit :",
    "Le 01/06/2026 à 10:00, Mara Osei a écrit :",
    "El lun, 1 jun 2026 a las 10:00, Mara Osei (<mara@harbour.example>) escribió:",
    "El 1/6/26 a las 10:00, Mara Osei escribió:",
    "Em seg., 1 de jun. de 2026 às 10:00, Mara Osei <mara@harbour.example> escreveu:",
    "Il giorno lun 1 giu 2026 alle ore 10:00 Mara Osei <mara@harbour.example> ha scritto:",
    "Op ma 1 jun 2026 om 10:00 schreef Mara Osei <mara@harbour.example>:",
    "pon., 1 cze 2026 o 10:00 Mara Osei <mara@harbour.example> napisał(a):",
    "W dniu 01.06.2026 o 10:00, Mara Osei pisze:",
    "Den mån 1 juni 2026 kl 10:00 skrev Mara Osei <mara@harbour.example>:",
    "Den man. 1. jun. 2026 kl. 10.00 skrev Mara Osei <mara@harbour.example>:",
    "man. 1. jun. 2026 kl. 10:00 skrev Mara Osei <mara@harbour.example>:",
    "ma 1. kesäk. 2026 klo 10.00 Mara Osei (mara@harbour.example) kirjoitti:",
    "po 1. 6. 2026 v 10:00 odesílatel Mara Osei <mara@harbour.example> napsal:",
    "Dne 1.6.2026 v 10:00 Mara Osei napsal(a):",
    "po 1. 6. 2026 o 10:00 Mara Osei <mara@harbour.example> napísal(a):",
    "пн, 1 июн. 2026 г. в 10:00, Ида Окафор <mara@harbour.example>:",
    "1 июня 2026 г., 10:00, Ида <mara@harbour.example> пишет:",
    "пн, 1 черв. 2026 р. о 10:00 Mara Osei <mara@harbour.example> пише:",
    "На пн, 1.06.2026 г. в 10:00 Mara Osei <mara@harbour.example> написа:",
    "Mara Osei <mara@harbour.example> ezt írta (időpont: 2026. jún. 1., H, 10:00):",
    "În lun., 1 iun. 2026 la 10:00, Mara Osei <mara@harbour.example> a scris:",
    "Mara Osei <mara@harbour.example>, 1 Haz 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "Στις Δευ 1 Ιουν 2026 στις 10:00 π.μ., ο χρήστης Mara Osei <mara@harbour.example> έγραψε:",
    "\u202bבתאריך יום ב׳, 1 ביוני 2026 ב-10:00 מאת "
    "\u202aMara Osei\u202c\u200f <\u202amara@harbour.example\u202c\u200f>:\u202c",
    "في الاثنين، ١ يونيو ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة "
    "\u202aMara Osei\u202c\u200f <\u202amara@harbour.example\u202c\u200f>:",
    "در تاریخ دوشنبه ۱ ژوئن ۲۰۲۶، ۱۰:۰۰ Mara Osei <mara@harbour.example> نوشت:",
    "सोम, 1 जून 2026 को 10:00 am बजे को Mara Osei <mara@harbour.example> ने लिखा:",
    "ในวันที่ จ. 1 มิ.ย. 2026 เวลา 10:00 Mara Osei <mara@harbour.example> เขียนว่า:",
    "Vào Th 2, 1 thg 6, 2026 vào lúc 10:00 Mara Osei <mara@harbour.example> đã viết:",
    "Pada Sen, 1 Jun 2026 pukul 10.00 Mara Osei <mara@harbour.example> menulis:",
    "Mara Osei <mara@harbour.example> 于2026年6月1日周一 10:00写道：",
    "在 2026年6月1日，10:00，Mara <mara@harbour.example> 写道：",
    "Mara Osei <mara@harbour.example> 於 2026年6月1日 週一 上午10:00寫道：",
    "2026年6月1日(月) 10:00 Mara Osei <mara@harbour.example>:",
    "2026/06/01 10:00、Mara Osei <mara@harbour.example>のメール:",
    "2026년 6월 1일 (월) 오전 10:00, Mara Osei <mara@harbour.example>님이 작성:",
    "El dl., 1 de juny 2026, 10:00, Mara Osei <mara@harbour.example> va escriure:",
    "pon, 1. lip 2026. u 10:00 Mara Osei <mara@harbour.example> napisao je:",
    "2026-06-01, pr, 10:00 Mara Osei <mara@harbour.example> rašė:",
    "Kuupäev E, 1. juuni 2026 kell 10:00 kirjutas Mara Osei <mara@harbour.example>:",
    "V V pon., 1. jun. 2026 ob 10:00 je oseba Mara Osei <mara@harbour.example> napisala:",
    "pirmd., 2026. g. 1. jūn., plkst. 10:00 — lietotājs Mara Osei (<mara@harbour.example>) rakstīja:",
    "mán., 1. jún. 2026 kl. 10:00 skrifaði Mara Osei <mara@harbour.example>:",
    'At 2026-06-01 10:00:00, "Mara Osei" <mara@harbour.example> wrote:',
    "Mara Osei <mara@harbour.example> said:",
    "On Monday, June 1, 2026, 10:00:00 AM GMT+2, Mara Osei <mara@harbour.example> wrote: ",
    "On Monday, June 1st, 2026 at 10:00 AM, Mara Osei <mara@harbour.example> wrote:",
    "---- On Mon, 01 Jun 2026 10:00:00 +0200 Mara Osei <mara@harbour.example> wrote ----",
    "------------------ 原始邮件 ------------------",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message d'origine --------",
    "---------- Forwarded message ---------",
    "-----Mensagem original-----",
    "Quoting Mara Osei <mara@harbour.example>, on 1 June 2026:",
]
HEADINGS += [
    "On Mon, Jun 1 at 10:00 AM, Mara wrote:",
    "Mara さんは 2026/06/01 10:00 に書きました:",
    "2026-06-01 오전 10:00에 Mara 이(가) 쓴 글:",
    "W dniu 2026-06-01 10:00, użytkownik Mara Osei napisał:",
    "On Jun 1, 2026, 10:00 AM +0200, Mara <mara@harbour.example>, wrote:",
]
WRAPPED = [
    "On Mon, 1 Jun 2026 at 10:00, Mara Osei\n<mara@harbour.example> wrote:",
    "On Mon, 1 Jun 2026 10:00:26 -0400 \nMara Osei <mara@harbour.example> wrote:",
    "Le lun. 1 juin 2026 à 10:00,\nMara Osei <mara@harbour.example> a écrit :",
    "El lun, 1 jun 2026 a las 10:00, Mara Osei (<\nmara@harbour.example>) escribió:",
    "Am Montag, 1. Juni 2026, 10:00:00 MESZ hat Mara Osei\n<mara@harbour.example> Folgendes\ngeschrieben:",
]


def own(text: str, letterhead: Letterhead | None = None) -> str:
    """What is neither quoted nor forwarded, on one line."""
    place, words = 0, ""
    for span in spans(text, letterhead):
        words += text[place : span.start]
        place = span.end
    return " ".join((words + text[place:]).split())


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_in_any_language_belongs_to_what_is_below(heading: str) -> None:
    assert own(f"Good.\n\n{heading}\n\nCan you?\n\nMara") == "Good."
    assert own(f"Good.\n\n{heading}\n\n> Can you?\n> Mara\n\nAnd so on.") == "Good. And so on."


@pytest.mark.parametrize("heading", WRAPPED)
def test_a_heading_may_be_wrapped(heading: str) -> None:
    for above in ("Good.", "Good:", "See you at 10."):
        assert own(f"{above}\n\n{heading}\n> Can you?\n") == above
        assert own(f"{above}\n{heading}\n> Can you?\n") == above
    assert own(f"Good.\n\n{heading}\n\nCan you?\n") == "Good."


@pytest.mark.parametrize(
    "sentence",
    [
        "This is what I do not see:",
        "I disagree with what Ken wrote on 1 June 2026:",
        "Agenda for Monday, 1 June 2026 10:00:",
        "Main Points:",
        "As I said:",
        "What Ken wrote:",
        "As Ken wrote:",
        "At 10:00 you asked this of us all, and we answered:",
        "Note the following as you said:",
        "Bitte prüft bis zum 1. Juni 2026 um 10:00 diesen Absatz:",
        "Merci de relire ceci avant le 1 juin 2026 à 10:00, surtout la fin du texte:",
        "请看这一段：",
    ],
)
def test_a_sentence_that_ends_in_a_colon_is_the_authors(sentence: str) -> None:
    letterhead = Letterhead("Mara Osei", "mara@harbour.example", "Plans", ("Mara Osei", "Ken Ito"))
    for header in (None, letterhead):
        assert own(f"{sentence}\n\n> We ship.\n\nNo.", header) == f"{sentence} No."
    assert own(f"{sentence}\n\nOne.\n\nTwo.") == f"{sentence} One. Two."


@pytest.mark.parametrize(
    "heading",
    [
        "Mara Osei wrote:",
        "mara@harbour.example said:",
        "Mara Osei:",
        "Mara Osei joked:",
        "Quoting Mara Osei <mara@harbour.example>:",
    ],
)
def test_a_name_is_enough_above_what_is_marked_and_no_more(heading: str) -> None:
    letterhead = Letterhead("Ken Ito", "ken@quay.example", "Re: Plans", ("Ken Ito", "Mara Osei"))

    assert own(f"Good.\n\n{heading}\n> Can you?\n", letterhead) == "Good."
    if "<" not in heading and "@" not in heading:
        assert own(f"Good.\n\n{heading}\n\nCan you?\n", letterhead) == f"Good. {heading} Can you?"


@pytest.mark.parametrize(
    "sentence",
    [
        "In the meeting of 1 June 2026 Ken said:",
        "In the call of 1 June 2026 at 10:00 Ken said:",
        "On Mon, 1 Jun 2026 Mara said:",
        "The law of 1 January 2020 says:",
        "I wrote on 1 June 2026 at 10:00:",
        "As ken@quay.example wrote:",
        "Ask ken@quay.example, who says:",
        "This is what Ken <ken@quay.example> wrote to me on 1 June 2026 at 10:00:",
        "In der Sitzung vom 1. Juni 2026 schrieb Ken:",
        "Dans sa lettre du 1 juin 2026 Ken écrit :",
        "En la reunión del 1 de junio de 2026 Ken escribió:",
        "На встрече 1 июня 2026 Кен написал:",
    ],
)
def test_a_date_and_a_verb_alone_do_not_say_that_all_below_is_quoted(sentence: str) -> None:
    """A program tells the time of the day as well, or the address; Pine's heading has neither, but marks below it."""
    assert own(f"{sentence}\n\nWe go on.\n\nSo do I.") == f"{sentence} We go on. So do I."


def test_a_date_and_a_verb_head_what_is_marked() -> None:
    for quote in ("> Can you?\n> Mara\n", "--]Can you?\n"):
        assert own(f"Good.\n\nOn Mon, 1 Jun 2026 Mara said:\n{quote}\nAnd so on.") == "Good. And so on."
