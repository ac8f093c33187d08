"""What mailings and programs say of themselves, told from what people write."""

import pytest

from models.contracts.mail.messages import Span
from services.mime.automation import automation
from services.mime.mailings import is_mailing, is_programs, own_words
from services.mime.parsing import parse
from services.mime.parts import part_of

NEWS = "The harbour was calm this week, and three boats came in. " * 6
# With a way to leave, in other words than any that the rule was made from.
LEAVING = """
    If you would rather not get these notes, unsubscribe at https://harbour.example/u?1
    You can opt out of our weekly mails here: https://harbour.example/o
    To be removed from the harbour mailing list, write to harbour@harbour.example
    You no longer want to receive our tips? Click here.
    Manage your mail preferences: www.harbour.example/p
    You get this newsletter because you asked for it. Settings: https://harbour.example
    Zum Abbestellen klicken Sie bitte hier: https://hafen.example/ab
    Sie möchten sich abmelden? https://hafen.example/weg
    Pour vous désabonner, cliquez ici
    Si desea darse de baja, visite https://puerto.example/baja
    Para cancelar a inscrição, clique aqui: https://porto.example
    Per disiscriverti vai qui: https://porto.example/via
    Wilt u zich uitschrijven? Klik hier: https://haven.example
    Klicka här för att avregistrera dig: https://hamn.example
    Aby wypisać się z listy, kliknij: https://port.example
    Pro odhlášení odběru klikněte zde: https://pristav.example
    A leiratkozáshoz: https://kikoto.example/ki
    Чтобы отписаться от рассылки, перейдите по ссылке https://port.example
    Bülten abonelikten çıkmak için tıkla: https://liman.example
    如需退订，请点击 https://gang.example
    配信停止はこちら https://minato.example
    수신거부: https://hanggu.example
    Unsubscribe
    Archive | Manage my subscriptions | Imprint
    Newsletter abbestellen
    Se désabonner
"""
PROSE = """
    Did you unsubscribe from that list in the end? I did.
    I want to receive the parcel on Monday, see https://harbour.example/parcel
    Please remove the boat from the harbour, https://harbour.example/boats has the plan.
    I have removed your name from the plan on https://harbour.example/plan
    You can change your seat at https://harbour.example/seats
    Would you like to receive guests at https://harbour.example ?
    The subscription to the hall costs 30, says https://harbour.example
    Kannst du bitte das Regal abbauen? https://hafen.example
    Wir haben uns lange nicht mehr gesehen. https://hafen.example
    Je vous appelle demain, https://port.example
"""
PROGRAMS = """
    Please do not reply to this e-mail; this box is not monitored.
    This message was automatically generated.
    Bitte antworten Sie nicht auf diese Nachricht.
    Diese E-Mail wurde automatisch erstellt.
    Merci de ne pas répondre à ce message.
    Por favor, no responda a este correo.
    Esta é uma mensagem automática.
    Si prega di non rispondere a questa e-mail.
    Dit bericht is automatisch verzonden.
    Prosimy nie odpowiadać na tę wiadomość.
    Письмо сформировано автоматически.
    本邮件由系统自动发出，请勿回复。
    このメールは自動送信です。
    본 메일은 발신전용입니다.
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def mail(body: str, headers: str = "", sender: str = "Ida <ida@north.example>") -> str:
    """Why a mail that ends with this is automated."""
    return parsed_automation(
        f"From: {sender}\n{headers}Content-Type: text/plain; charset=utf-8\n\n{NEWS}\n\n{body}\n".encode()
    )


def parsed_automation(raw: bytes) -> str:
    root = part_of(raw)
    found = parse(root)
    words = own_words(found.text, found.spans)
    assert bool(automation(root, found.list_address, words)) is found.automated
    return automation(root, found.list_address, words)


@pytest.mark.parametrize("line", lines(LEAVING))
def test_a_mailing_tells_how_to_leave(line: str) -> None:
    assert is_mailing(f"{NEWS}\n{line}\n{NEWS}")
    assert mail(line) == "mailing's words"


@pytest.mark.parametrize("line", lines(PROSE))
def test_people_use_the_same_words(line: str) -> None:
    assert not is_mailing(f"{NEWS}\n{line}\n{NEWS}")
    assert mail(line) == ""


@pytest.mark.parametrize("line", lines(PROGRAMS))
def test_a_program_says_so(line: str) -> None:
    assert is_programs(line)
    assert mail(line) == "program's words"


LEAVE = "Unsubscribe: https://harbour.example/u"


@pytest.mark.parametrize(
    "headers",
    [
        "In-Reply-To: <1@north.example>\n",
        "References: <1@north.example>\n",
        "Subject: Re: boats\n",
        "Subject: [harbour] AW: boats\n",
        "Subject: Fwd: boats\n",
        "Subject: =?utf-8?b?5Zue5aSN77yaIGJvYXRz?=\n",
        "List-Post: <mailto:harbour@lists.example>\n",
    ],
)
def test_what_answers_or_came_through_a_list_is_somebodys(headers: str) -> None:
    assert mail(LEAVE, headers) == ""


def test_so_is_a_mailing_that_somebody_passes_on() -> None:
    assert mail(f"> {NEWS}\n> {LEAVE}\n") == ""
    assert mail(f"-------- Forwarded Message --------\nFrom: x@y.example\nSubject: x\n\n{NEWS}\n{LEAVE}\n") == ""


def test_a_subject_with_a_colon_is_no_answer() -> None:
    assert mail(LEAVE, "Subject: Boats: three came in\n") == "mailing's words"


def test_whoever_asks_to_be_left_out_is_somebody() -> None:
    raw = b"From: Ida <ida@north.example>\n\nPlease unsubscribe me.\n\nIda, ida@north.example\n"
    assert parsed_automation(raw) == ""


def test_the_authors_own_words_are_those_outside_of_quotes() -> None:
    text = "one two three four"
    spans = [Span(kind="signature", start=0, end=3), Span(kind="quoted", start=4, end=7)]
    assert own_words(text, spans) == "one \n three four"
    assert len(own_words("x" * 2_000_000, [])) < 10_000


@pytest.mark.parametrize(
    "piece", ["unsubscri ", "removed from ", "not a b ", "change a b your c d ", "| ", "@", "w.w@"]
)
def test_a_hostile_mail_takes_little_time(piece: str) -> None:
    words = own_words(piece * 200_000, [])
    assert is_mailing(words) in {True, False}
