"""Header lines and rules above an earlier mail."""

import pytest

from services.mime.quoting import Letterhead, spans
from tests.unit.mime.test_attributions import own

HEADERS = [
    "From: Mara Osei <mara@harbour.example>\nSent: Monday, June 1, 2026 10:00 AM\nTo: Ken <ken@quay.example>\n"
    "Subject: Plans",
    "Von: Mara Osei <mara@harbour.example>\nGesendet: Montag, 1. Juni 2026 10:00\nAn: Ken\nBetreff: Plans",
    "De : Mara Osei <mara@harbour.example>\nEnvoyé : lundi 1 juin 2026 10:00\nÀ : Ken\nObjet : Plans",
    "De: Mara\nEnviado el: lunes, 1 de junio de 2026 10:00\nPara: Ken\nAsunto: Plans",
    "*From:* Mara <mara@harbour.example>\n*Sent:* Monday, June 1, 2026 10:00\n*To:* Ken\n*Subject:* Plans",
    "Da: Mara [mailto:mara@harbour.example] \nInviato: lunedì 1 giugno 2026 10:00\nA: Ken\nOggetto: Plans",
    "Van: Mara\nVerzonden: maandag 1 juni 2026 10:00\nAan: Ken\nOnderwerp: Plans",
    "Från: Mara\nSkickat: den 1 juni 2026 10:00\nTill: Ken\nÄmne: Plans",
    "Fra: Mara\nSendt: 1. juni 2026 10:00\nTil: Ken\nEmne: Plans",
    "Lähettäjä: Mara\nLähetetty: 1. kesäkuuta 2026 10:00\nVastaanottaja: Ken\nAihe: Plans",
    "Od: Mara\nWysłano: 1 czerwca 2026 10:00\nDo: Ken\nTemat: Plans",
    "От: Mara\nОтправлено: 1 июня 2026 г. 10:00\nКому: Ken\nТема: Plans",
    "发件人: Mara <mara@harbour.example>\n发送时间: 2026年6月1日 10:00\n收件人: Ken\n主题: Plans",
    "差出人: Mara <mara@harbour.example>\n送信日時: 2026年6月1日 10:00\n宛先: Ken\n件名: Plans",
    "보낸 사람: Mara <mara@harbour.example>\n보낸 날짜: 2026년 6월 1일 월요일 오전 10:00\n받는 사람: Ken\n제목: Plans",
    "Kimden: Mara\nGönderildi: 1 Haziran 2026 10:00\nKime: Ken\nKonu: Plans",
    "מאת: Mara <mara@harbour.example>\nנשלח: יום שני 01 יוני 2026 10:00\nאל: Ken\nנושא: Plans",
    "من: Mara <mara@harbour.example>\nتم الإرسال: 01 يونيو 2026 10:00\nإلى: Ken\nالموضوع: Plans",
    "Feladó: Mara\nElküldve: 2026. június 1. 10:00\nCímzett: Ken\nTárgy: Plans",
    "Od: Mara\nOdesláno: 1. června 2026 10:00\nKomu: Ken\nPředmět: Plans",
    "Από: Mara\nΣτάλθηκε: 1 Ιουνίου 2026 10:00\nΠρος: Ken\nΘέμα: Plans",
    "De la: Mara\nTrimis: 1 iunie 2026 10:00\nCătre: Ken\nSubiect: Plans",
    "________________________________\nFrom: Mara\nSent: Monday, June 1, 2026 10:00\nTo: Ken\nCc: Al; Bea;\n Cy\n"
    "Subject: Re: Plans",
    "Qyx: Mara Osei <mara@harbour.example>\nWwz: 1 Plu 2026 10:00\nKenp: Ken <ken@quay.example>\nSuw: Plans",
    "From: Mara <mara@harbour.example>\nTo: Ken <ken@quay.example>\nDate: 1 Jun 2026 10:00\nSubject: Plans",
    'From: "Mara"\n\nDate: June 1, 2026 10:00\n\nSubject: Plans',
    "From: Mara <mara@harbour.example>\nDate: Mon, 1 Jun 2026\nTo: Ken",
    "发件人：Mara <mara@harbour.example>\n日期：2026年6月1日 10:00\n主题：Plans",
    "Mara Osei/HOU/ECT@ECT\n06/01/2001 10:00 AM\nTo: Ken Ito/HOU/ECT@ECT\ncc: \nSubject: Plans",
]
LETTERHEAD = Letterhead("Ken Ito", "ken@quay.example", "Re: Plans")


@pytest.mark.parametrize("header", HEADERS)
def test_all_below_header_lines_is_quoted(header: str) -> None:
    assert own(f"Good.\n\n{header}\n\nCan you?\n\nMara", LETTERHEAD) == "Good."
    assert own(f"Good.\n\n{header}\n\n> Can you?\n > Mara\n\nAnd so on.", LETTERHEAD) == "Good. And so on."


def test_the_first_of_several_headers_begins_the_quote() -> None:
    header = HEADERS[0]

    assert own(f"Good.\n\n{header}\n\nCan you?\n\n{header}\n\nHello.") == "Good."


@pytest.mark.parametrize(
    "rule", ["-----Original Message-----", "--- Messaggio originale ---", "________________________________"]
)
def test_a_rule_above_header_lines_belongs_to_them(rule: str) -> None:
    assert own(f"Good.\n\n{rule}\n{HEADERS[0]}\n\nCan you?") == "Good."


@pytest.mark.parametrize(
    "text",
    [
        "When: Monday, 1 June 2026 10:00\nWhere: Room 5\nWho: all of us\n\nSee you.",
        "From: Gatwick\nTo: Oslo\nDate: 1 June 2026 10:00\n\nShall I book?",
        "---- Load Report ----\nTYPE: FINAL\nDATE: 1/1/26\nID: X\n\nDone.",
        "It came with this:\n\nReceived: from a.example\nMessage-ID: <1@a.example>\nFrom: Mara <mara@harbour.example>\n"
        "Date: 1 Jun 2026 10:00\nSubject: x\n\nIs it spam?",
        "--- Forward plan ---\n\nWe sail.",
        "-- forward is where we go:\n\nto sea",
        "Our motto: be kind\nTime: 10:00\nSubject: tea\n\nfine",
    ],
)
def test_other_lines_with_labels_are_the_authors(text: str) -> None:
    assert own(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "introduction",
    [
        "---------- Forwarded message ---------",
        "-------- Weitergeleitete Nachricht --------",
        "Begin forwarded message:",
        "Začátek přeposílané zprávy:",
        "Początek przekazywanej wiadomości:",
        "Начало переадресованного сообщения:",
        "İleti başlangıcı:",
        "Début du message transféré :",
        "Anfang der weitergeleiteten Nachricht:",
    ],
)
def test_what_was_forwarded_says_so(introduction: str) -> None:
    text = f"For you.\n\n{introduction}\n\n{HEADERS[0]}\n\nCan you?"
    marked = f"For you.\n\n{introduction}\n\n> " + f"{HEADERS[0]}\n\nCan you?".replace("\n", "\n> ")

    for mail in (text, marked):
        assert own(mail) == "For you."
        assert [span.kind for span in spans(mail)] == ["forwarded"]


def test_original_between_rules_heads_an_earlier_mail() -> None:
    assert own("Yes.\n\n------------------ Original ------------------\n\nCan you?\n") == "Yes."


def test_what_was_forwarded_may_say_where_it_ends() -> None:
    for rule in ("----- {} forwarded message -----", "--- {} forwarded text"):
        text = f"For you.\n\n{rule.format('Begin')}\n\n{HEADERS[0]}\n\nCan you?\n\n{rule.format('End')}\n\nAnd so on.\n"
        assert own(text) == "For you. And so on."
        assert [span.kind for span in spans(text)] == ["forwarded"]


def test_a_sentence_above_header_lines_is_the_authors() -> None:
    marked = f"> {HEADERS[0]}\n\nCan you?".replace("\n", "\n> ")

    for below in (f"{HEADERS[0]}\n\nCan you?", marked):
        assert own(f"This is odd, see what came to me:\n\n{below}") == "This is odd, see what came to me:"


def test_a_mail_whose_subject_says_so_forwards() -> None:
    text = f"For you.\n\n{HEADERS[0]}\n\nCan you?"

    assert [span.kind for span in spans(text, Letterhead(subject="WG: Plans"))] == ["forwarded"]
    assert [span.kind for span in spans(text, LETTERHEAD)] == ["quoted"]


@pytest.mark.parametrize(
    "header",
    [
        "From: you\nTo: orders@harbour.example\nSubject: Order",
        "From: <your name>\nTo: orders@harbour.example\nSubject: Order no. 5",
        "From: Oslo\nTo: Bergen\nSubject: Trip",
        "Von: dir\nAn: orders@harbour.example\nBetreff: Bestellung",
        "De : vous\nÀ : orders@harbour.example\nObjet : Commande",
        "发件人：你\n收件人：orders@harbour.example\n主题：订单",
    ],
)
def test_header_lines_without_a_date_and_a_rule_show_how_to_write(header: str) -> None:
    for above in ("Use this template:\n\n", "Write so\n", ""):
        text = f"{above}{header}\n\nDear Ken, please send it."
        assert own(text, LETTERHEAD) == " ".join(text.split())
    assert own(f"Good.\n\n-----Original Message-----\n{header}\n\nDear Ken.", LETTERHEAD) == "Good."
