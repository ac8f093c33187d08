"""What belongs together by the mails' own word."""

import itertools

import pytest

from services.imports.threads import joined
from services.mime.addresses import recipients_of, sender_of
from services.mime.message_ids import message_id_of, references_of
from services.mime.parts import part_of

Mail = tuple[str, tuple[str, ...], str]
CHAIN: list[Mail] = [("1", (), "t1"), ("2", ("1",), "t1"), ("3", ("2",), "t2"), ("4", ("3",), "t3")]


@pytest.mark.parametrize(
    "order", [CHAIN, CHAIN[::-1], *([CHAIN[i] for i in one] for one in ((1, 0, 2, 3), (2, 3, 1, 0)))]
)
def test_a_chain_is_one_thread(order: list[Mail]) -> None:
    assert len(set(joined(order, {}))) == 1


def test_what_came_before_and_what_is_awaited_is_known() -> None:
    where: dict[str, str] = {}
    for mail in reversed(CHAIN):  # one import each
        joined([mail], where)
    assert len(set(where.values())) == 1


def test_a_mail_in_the_middle_that_is_missing_joins_what_names_it() -> None:
    later: list[Mail] = [("3", ("1", "2"), "t1"), ("5", ("2",), "t2"), ("2", ("1",), "t1")]
    assert set(joined(later, {})) == {"t1"}


def test_two_threads_are_not_made_one_by_a_stranger_who_names_both() -> None:
    both: list[Mail] = [("a", (), "ta"), ("b", (), "tb"), ("c", ("a", "b"), "ta"), ("d", ("b",), "tb")]
    assert joined(both, {}) == ["ta", "tb", "ta", "tb"]


@pytest.mark.parametrize(
    ("headers", "references"),
    [
        ("In-Reply-To: <1@x.example>", ["1@x.example"]),
        ("In-Reply-To: <1@x.example> <2@x.example>", ["1@x.example", "2@x.example"]),
        ("References: <1@x.example>,<2@x.example>\nIn-Reply-To: <2@x.example>", ["1@x.example", "2@x.example"]),
        ("References: <a-long-\n  id@x.example>", ["a-long-id@x.example"]),
        ("References: <1@x.example><2@x.example>", ["1@x.example", "2@x.example"]),
        ("In-Reply-To: 1@x.example", ["1@x.example"]),
        ("References: 1@x.example 2@x.example", ["1@x.example", "2@x.example"]),
        ("References: =?utf-8?q?=3C1=40x=2Ea=3E?=\n =?utf-8?q?_=3C2=40x=2Ea=3E?=", ["1@x.a", "2@x.a"]),
        ("In-Reply-To: =?us-ascii?Q?=3C1=40x=2E?= =?us-ascii?Q?example=3E?=", ["1@x.example"]),
        ('In-Reply-To: Message from Bo <bo@west.example> of "Mon, 1 Jun 2026" <1@x.example>', ["1@x.example"]),
        ('In-Reply-To: Your message of "Mon, 1 Jun 2026 10:00:00 +0000" <1@x.example>', ["1@x.example"]),
        ("In-Reply-To: <1@x.example> (message from Bo <bo@west.example>)", ["1@x.example"]),
        ("In-Reply-To: <1@x.example> from Bo <BO@west.example>", ["1@x.example"]),
        ("In-Reply-To: <1@x.example>; from Cy <cy@home.example> on Mon, Jun 01, 2026 at 10:00", ["1@x.example"]),
        ("In-Reply-To: <1@x.example>, <2@x.example>; from cy@home.example", ["1@x.example", "2@x.example"]),
        ('In-Reply-To: <1@x.example> from "Cy Holm" at Jun 1, 26 10:00:00 am', ["1@x.example"]),
        ("In-Reply-To: <1(a)b@x.example> (Cy's message of Mon) <2@x.example>", ["1(a)b@x.example", "2@x.example"]),
        ("In-Reply-To: <bo@west.example> wrote on Monday <1@x.example>", ["1@x.example"]),
        ("In-Reply-To: Message from Cy <cy@home.example>", []),
        ("In-Reply-To: Message from Cy <c1y2@home.example>", []),
        ("In-Reply-To: Message from cy@home.example of Monday", []),
        ("In-Reply-To: Message from Bo <bo@west.example>", []),
        ("In-Reply-To: Bo <BO@west.example>", []),
        ("In-Reply-To: bo@west.example", []),
        ('In-Reply-To: cy@home.example (Cy Holm) "Plans" (Jun  1, 10:00)', []),
        ("In-Reply-To: <cy@home.example> wrote on Monday <1@x.example>", ["1@x.example"]),
        ("In-Reply-To: 'Cy <cy@home.example>' dated: Mon, 1 Jun 2026", []),
        ("In-Reply-To: (<cy@home.example>, <1@x.example>)", ["1@x.example"]),
        ("In-Reply-To: Nachricht von Cy <cy@home.example> vom 1. Juni <1@x.example>", ["1@x.example"]),
        ('In-Reply-To: Cy Holm <cy.holm84@home.example> "Re: Plans" (Jun  1, 10:00)', []),
        ("In-Reply-To: Cy's message of \"Mon\" <cy@home.example> (<1@x.example>)", ["1@x.example"]),
        ("In-Reply-To: (message from Cy <cy@home.example>)", []),
        ("In-Reply-To: Your message of Mon, 1 Jun 2026 1@x.example", ["1@x.example"]),
        ("In-Reply-To: Your message of Mon <20260601.abc@x.example>", ["20260601.abc@x.example"]),
        ("In-Reply-To: <1@x.example>\nIn-Reply-To: <2@x.example>", ["1@x.example", "2@x.example"]),
        ("References: <1@x.example>\nreferences: <2@x.example>", ["1@x.example", "2@x.example"]),
        ("References: Cy <cy@home.example> <1@x.example>", ["1@x.example"]),
        ("References: <1@x.example> (Cy <cy@home.example>) <2@x.example>", ["1@x.example", "2@x.example"]),
        ("References: <bo@west.example> <1@x.example>", ["1@x.example"]),
        ("References: <1@x.example>\n <2@x.exam", ["1@x.example"]),
        ("In-Reply-To: Your message of Mon, 1 Jun 2026", []),
        ("Subject: x", []),
    ],
)  # fmt: skip
def test_what_a_mail_answers_is_found(headers: str, references: list[str]) -> None:
    root = part_of(f"From: ida@north.example\nTo: Bo <bo@west.example>\n{headers}\n\nx".encode())
    sender = sender_of(root)
    named = {one.address for one in [*([sender] if sender else []), *recipients_of(root)]}
    assert references_of(root, named) == references


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("<1@x.example>", "1@x.example"),
        ("1@x.example", "1@x.example"),
        ("<1@x.\n example>", "1@x.example"),
        ("=?utf-8?q?=3C1=40x=2Eexample=3E?=", "1@x.example"),
        ("<1@x.example> (added)", "1@x.example"),
        ("", ""),
    ],
)
def test_a_mails_own_id_is_found(header: str, found: str) -> None:
    assert message_id_of(part_of(f"Message-ID: {header}\n\nx".encode())) == found


def test_every_order_of_a_chain_in_one_import_is_one_thread() -> None:
    for order in itertools.permutations(CHAIN):
        assert len(set(joined(order, {}))) == 1
