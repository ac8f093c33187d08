"""Addresses that say themselves that nobody reads them."""

import pytest

from services.mime.automation import is_automated
from services.mime.machine_addresses import is_machine, is_role
from services.mime.parts import part_of

REFUSALS = """
    no-reply noreply no_reply no.reply do.not.reply do_not_reply donotreply do-not-reply please-do-not-reply
    dont-reply noreply2 shop.noreply noreply-accounts no-responder no_contestar noresponder no.responda
    norespuesta nao-responda naoresponder não-responder ne-pas-repondre nepasrepondre ne_repondez_pas
    sans-reponse keine-antwort keineantwort nicht-antworten bitte-nicht-antworten antworten-nicht nur-versand
    non-rispondere nonrispondere niet-beantwoorden geen-antwoord svara-ej ikke-svar ej-svar ala-vastaa
    nie-odpowiadaj neodpovidat ne-otvechat nu-raspunde ne-valaszoljon cevap-yok jangan-balas soushin-senyou
    send-only noantwort no-antwort no_svar no-odpowiedz no.otvet no-cevap no-balas noantworten
"""
PROGRAMS = """
    notices shopnoreply
    notifications notification+x notify notificaciones notificacoes benachrichtigung notifiche mailer-daemon
    cron-daemon postmaster bounce bounces+1-2 newsletter nieuwsbrief alerts x-updates robot listserv
    reply+ab12cd receipts receipt billing north-billing invoices rechnung facturacion jira jira-cloud confluence
    support-jira gitlab jenkins ci-builds auto-confirm order-confirmation verify digest calendar-notification
    root nobody news list-request list-bounces list+unsubscribe list+owner owner-list list-owner bot github-bot
    srs0=ab=cd=south.example=ida ida=south.example 4f1c9c2e-8a57-4b0e-9a77-0d6a1f0b6c5d a1b2c3d4e5f6g7h8i9j0k1l2
    3.31415.92-k7x2m.2 m-4-882-19a-7-c3f0 issue#7.1812.2e-q_f9.3 body_7261840592731846 ticket-a1b2c3d4e5f6g7h8i9j0
"""
PEOPLE = """
    ida bob.robotham noreen alertson request ida-requests updateson info support sales jan.bot norman.mailer
    charlie.root noel.replogle nere.sponda nora.sponder no.svard ida+newsletter ida+alerts ana.respond
    mateja.neodolna christopher.robinson1984 alexandergrahambell1947 12345678 b.mailer jira.novak tom.cron
    digester newsom rechnungsmann billings jenkinson r2d2 ida-lists 8613800138000 ida.okafor.12.05.1980
    ida-k7x2m9q4w8e3r5t6y1u0 ida.okafor-4hx2q9zz8y7x6w5v4u3t2s1r leave owner o'neil anna.sans.repos
    noah.antwerp no.lind no.antwi
"""


@pytest.mark.parametrize("local", REFUSALS.split())
def test_not_to_be_answered_in_any_tongue(local: str) -> None:
    assert is_machine(f"{local}@north.example")
    assert is_automated(part_of(f"From: {local.upper()}@north.example\n\n".encode()), None)


@pytest.mark.parametrize("local", PROGRAMS.split())
def test_an_address_can_say_that_a_program_has_it(local: str) -> None:
    assert is_machine(f"{local}@north.example")


@pytest.mark.parametrize("local", PEOPLE.split())
def test_an_address_of_a_person_does_not(local: str) -> None:
    assert not is_machine(f"{local}@north.example")


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("author@noreply.github.com", True),
        ("12345+ida@users.noreply.github.com", True),
        ("ida@no-reply.north.example", True),
        ("ida@noreply.example", True),
        ("ab12@reply.github.com", True),
        ("ida@bounces.north.example", True),
        ("1234@bugs.north.example", True),
        ("harbour@newsletter.north.example", True),
        ("ida@newsletter.example", False),
        ("ida@reply.com", False),
        ("ida@mail.reply.com", False),
        ("ida@alert.example", False),
        ("ida@notify.co.uk", False),
        ("ida@replying.north.example", False),
    ],
)
def test_a_host_can_say_so_too(address: str, machine: bool) -> None:
    assert is_machine(address) is machine


@pytest.mark.parametrize("local", ["info", "hello", "support", "customer-service", "kontakt", "sales-emea"])
def test_some_write_in_a_firms_name(local: str) -> None:
    assert is_role(f"{local}@north.example")
    assert not is_machine(f"{local}@north.example")


@pytest.mark.parametrize("local", ["ida", "ida.service", "helloise", "salesman"])
def test_others_in_their_own(local: str) -> None:
    assert not is_role(f"{local}@north.example")


@pytest.mark.parametrize("piece", ["no", "no-", "a1", "=a", "nao.", "-owner", "antworten-", "do-not-", "."])
def test_a_hostile_address_takes_little_time(piece: str) -> None:
    assert is_machine(f"{piece * 100_000}@north.example") in {True, False}
