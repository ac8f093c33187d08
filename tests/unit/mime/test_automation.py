"""Mail of machines, and mail of lists."""

import pytest

from services.mime.automation import is_automated, is_machine, mailing_list
from services.mime.parts import part_of

FROM = "From: Ida <ida@north.example>\n"


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: Auto-Generated; x\n",
        "Precedence: bulk\n",
        "Precedence: Junk\n",
        "List-Unsubscribe: <https://north.example/u>\n",
        "Feedback-ID: 1:2:3\n",
        "Content-Type: multipart/report; boundary=b\n",
        "Precedence: bulk\nList-Id: News <news.north.example>\n",
    ],
)
def test_headers_tell_that_nobody_wrote_it(headers: str) -> None:
    assert is_automated(part_of(f"{FROM}{headers}\n".encode()))


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Auto-Submitted: no\n",
        "Precedence: list\n",
        "Precedence: list\nList-Id: <dev.north.example>\nList-Unsubscribe: <https://north.example/u>\n",
        "List-Post: <mailto:dev@north.example>\nPrecedence: bulk\n",
    ],
)
def test_what_people_write_is_not_automated_even_through_a_list(headers: str) -> None:
    assert not is_automated(part_of(f"{FROM}{headers}\n".encode()))


@pytest.mark.parametrize(
    "local",
    [
        "no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "notifications", "notification+x",
        "mailer-daemon", "postmaster", "bounce", "bounces+1-2", "newsletter", "alerts", "x-updates", "list-request",
        "noreply2", "robot", "cron-daemon", "listserv",
    ],
)  # fmt: skip
def test_an_address_can_say_that_nobody_reads_it(local: str) -> None:
    assert is_machine(f"{local}@north.example")
    assert is_automated(part_of(f"From: {local.upper()}@north.example\n\n".encode()))


@pytest.mark.parametrize(
    "local", ["ida", "bob.robotham", "noreen", "alertson", "request", "ida-requests", "updateson", "info"]
)
def test_an_address_of_a_person_does_not(local: str) -> None:
    assert not is_machine(f"{local}@noreply.example")


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ("List-Post: <mailto:Dev@North.Example>\n", "dev@north.example"),
        ("List-Post: <mailto:dev@north.example?subject=hello>\n", "dev@north.example"),
        ("List-Post: NO\n", None),
        ("List-Post: <https://north.example>, <mailto:dev@north.example>\n", "dev@north.example"),
        ("Precedence: list\nList-Id: Developers <dev.north.example>\n", "dev@north.example"),
        ("Precedence: list\nList-Id: <dev.lists.north.example>\n", "dev@lists.north.example"),
        ("List-Id: Developers <dev.north.example>\n", None),
        ("X-Mailing-List: <dev@north.example> archive/latest/1\n", "dev@north.example"),
        ("Precedence: list\nList-Id: <dev>\n", None),
        ("List-Post: <mailto:d\0ev@north.example>\n", "dev@north.example"),
        ("", None),
    ],
)
def test_a_list_has_an_address(headers: str, address: str | None) -> None:
    assert mailing_list(part_of(f"{FROM}{headers}\n".encode())) == address
