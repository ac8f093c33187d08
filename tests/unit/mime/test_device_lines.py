""" "Sent from my phone": where a program wrote it, and where somebody writes about it."""

import pytest

from services.mime.quoting import Letterhead, spans

MARA = Letterhead("Mara Osei", "mara@harbour.example", "Plans", ("Mara Osei",))
LINES = [
    "Sent from my iPad",
    "(Sent from my iPhone)",
    "Sent from my Galaxy smartphone, on the network\nof the harbour.",
    "Sent from\nYahoo Mail on Android",
    "Sent with Proton Mail secure email.",
    "Get Outlook for Android",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Mit Outlook gesendet",
    "Holen Sie sich Outlook für iOS",
    "Envoyé à partir d’Outlook pour Android",
    "Enviado do meu iPhone",
    "Inviato da Outlook per Android",
    "Vanaf mijn iPhone verzonden",
    "Lähetetty iPhonesta",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Poslano z mojega iPhona",
    "Trimis de pe iPhone-ul meu",
    "iPhone'umdan gönderildi",
    "Az iPhone-omról küldve",
    "Надіслано з iPhone",
    "נשלח מה-iPhone שלי",
    "أُرسلت من الـ iPhone",
    "أُرْسِلَتْ مِنَ الـ iPhone",
    "मेरे iPhone से भेजा गया",
    "私のiPhoneから送信",
    "나의 iPhone에서 보냄",
    "從我的iPhone傳送",
]


@pytest.mark.parametrize("line", LINES)
def test_what_a_program_wrote_is_no_word_of_the_author(line: str) -> None:
    for above in ("We sail on Monday.\n\n", "We sail on Monday\n\n"):
        text = f"{above}{line}\n"
        assert [text[span.start : span.end] for span in spans(text, MARA)] == [f"{line}\n"]


@pytest.mark.parametrize(
    "above", ["We sail on Monday.\n", "We sail.\n\nMara\n", "We sail.\n\nBest\n", "We sail.\n----\n"]
)
def test_it_may_stand_right_below_a_sentence_a_name_a_closing_or_a_rule(above: str) -> None:
    text = f"{above}Sent from my iPhone\n"
    assert text[spans(text, MARA)[-1].start :].endswith("Sent from my iPhone\n")


@pytest.mark.parametrize(
    "text",
    [
        "The plan was sent from my iPad",
        "Our plans were all\nsent by Outlook.",
        "In the harbour you can\nget Outlook for Android.",
        "It came late.\nSent from her phone, I think.",
        "It came late.\n\nSent from her phone, I think.",
        "We were all\nSent by Outlook to Oslo",
        "Where do I\nGet Outlook for Android",
        "What does it mean?\n\nSent from my iPad?",
        "It reads\n\n“Sent from my iPad”",
        "It reads:\n\nSent from my iPad",
        "These were sent from my iPad:",
        "Why is\nSent from my iPad\nbelow it?",
        "Powered by Android, it is slow.",
        "Get Outlook for your phone!",
        "Ist das\nvon Outlook gesendet?",
        "Der Plan wurde von Outlook gesendet",
        "Das habe ich\nvon meinem Handy mit Outlook gesendet.",
        "Von meinem iPhone habe ich es gesendet",
        "Le plan a été\nenvoyé de mon iPad.",
        "El plan fue\nenviado desde mi iPad.",
        "Il piano è stato\ninviato da Outlook.",
        "Ik heb het vanaf mijn iPad verzonden",
        "План был\nотправлен с iPhone.",
        "Planı iPad'den gönderildi",
        "予定はiPhoneから送信しました",
    ],
)
def test_a_sentence_about_it_is_the_authors(text: str) -> None:
    for below in ("", "\n", "\n\n> When?\n"):
        for above in ("", "Hi Ken,\n\n", "> When?\n\nOn Monday.\n\n> How?\n\n"):
            assert [span.kind for span in spans(f"{above}{text}{below}", MARA) if span.kind != "quoted"] == []
