"""Lists by what each list software writes; a person's mail through one stays a person's."""

import pytest

from services.mime.automation import is_automated
from services.mime.list_addresses import is_lists_host, looks_like_list
from services.mime.mailing_lists import mailing_list
from services.mime.parts import part_of

FROM = "From: Ida Okafor <ida@north.example>\n"
DEV, DEV_AT_LISTS = "dev@north.example", "dev@lists.north.example"
TO_DEV = f"To: {DEV}\n"

LISTS = {
    "post": ("List-Post: <mailto:Dev@North.Example>\n", DEV),
    "post with a subject": ("List-Post: <mailto:dev@north.example?subject=hello>\n", DEV),
    "post on the web": ("List-Post: <https://north.example>, <mailto:dev@north.example>\n", DEV),
    "post with a NUL": ("List-Post: <mailto:d\0ev@north.example>\n", DEV),
    "mailman 2.0": (
        "Precedence: bulk\nList-Id: Developers <dev.lists.north.example>\nX-BeenThere: dev@lists.north.example\n"
        "X-Mailman-Version: 2.0.11\nSender: dev-admin@lists.north.example\nErrors-To: dev-admin@lists.north.example\n",
        DEV_AT_LISTS,
    ),
    "mailman 2.1": (
        f"{TO_DEV}Precedence: list\nList-Id: Developers <dev.lists.north.example>\n"
        "List-Unsubscribe: <https://lists.north.example/mailman/options/dev>,\n"
        " <mailto:dev-request@lists.north.example?subject=unsubscribe>\nSender: dev-bounces@lists.north.example\n",
        DEV,
    ),
    "mailman 3": (
        "Precedence: list\nList-Id: <dev.lists.north.example>\nList-Post: <mailto:dev@lists.north.example>\n"
        "List-Unsubscribe: <mailto:dev-leave@lists.north.example>\n",
        DEV_AT_LISTS,
    ),
    "mailman 3 that nobody may post to": (
        "Precedence: list\nList-Id: Developers <dev.lists.north.example>\nList-Post: NO\n",
        DEV_AT_LISTS,
    ),
    "bare bulk": ("Precedence: bulk\nList-Id: Developers <dev.lists.north.example>\n", DEV_AT_LISTS),
    "bulk, left by mail": (
        "Precedence: bulk\nList-Id: <dev.lists.north.example>\n"
        "List-Unsubscribe: <mailto:dev-unsubscribe@lists.north.example>\n",
        DEV_AT_LISTS,
    ),
    "groups.io": (
        "Precedence: Bulk\nSender: dev@lists.north.example\nList-Id: <dev.lists.north.example>\n"
        "List-Unsubscribe: <mailto:dev+unsubscribe@lists.north.example>\n"
        "Mailing-List: list dev@lists.north.example; contact dev+owner@lists.north.example\n",
        DEV_AT_LISTS,
    ),
    "yahoo groups": (
        "Precedence: bulk\nMailing-List: list dev@yahoogroups.example; contact dev-owner@yahoogroups.example\n"
        "Delivered-To: robin@marlow.example\nDelivered-To: mailing list dev@yahoogroups.example\n"
        "List-Unsubscribe: <mailto:dev-unsubscribe@yahoogroups.example>\n",
        "dev@yahoogroups.example",
    ),
    "google groups": (
        "Mailing-list: list dev@north.example; contact dev+owners@north.example\nX-Google-Group-Id: 1\n"
        "X-Original-Sender: ida@north.example\nList-ID: <dev.north.example>\nPrecedence: list\n"
        "List-Post: <https://groups.google.example/a/north/group/dev/post>, <mailto:dev@north.example>\n",
        DEV,
    ),
    "google groups, stripped": (
        f"{TO_DEV}X-Google-Group-Id: 1\nX-Original-Sender: ida@north.example\nSender: {DEV}\n",
        DEV,
    ),
    "ezmlm": (
        "Precedence: bulk\nMailing-List: contact dev-help@north.example; run by ezmlm\n"
        "Delivered-To: mailing list dev@north.example\n",
        DEV,
    ),
    "ezmlm without its delivery": (
        "Precedence: bulk\nMailing-List: contact dev-help@north.example; run by ezmlm\n",
        DEV,
    ),
    "smartlist": (
        "Precedence: list\nX-Mailing-List: <dev@north.example> archive/latest/1\nX-Loop: dev@north.example\n",
        DEV,
    ),
    "a kernel's majordomo": (
        f"{TO_DEV}Precedence: bulk\nSender: dev-owner@north.example\nX-Mailing-List: dev@north.example\n"
        "List-ID: <dev.north.example>\n",
        DEV,
    ),
    "majordomo": (f"{TO_DEV}Precedence: bulk\nSender: owner-dev@north.example\n", DEV),
    "majordomo, by the envelope": (f"{TO_DEV}Precedence: list\nReturn-Path: <owner-dev@north.example>\n", DEV),
    "sympa": (
        f"{TO_DEV}Precedence: list\nX-Loop: dev@north.example\nX-Sequence: 12\nErrors-to: dev-owner@north.example\n",
        DEV,
    ),
    "listserv": (
        f"{TO_DEV}Sender: Developers <dev@north.example>\nPrecedence: list\nList-Owner: <mailto:x@y.example>\n",
        DEV,
    ),
    "fml": (f"Reply-To: {DEV}\nX-ML-Name: dev\nX-MLServer: fml\nPrecedence: list\n", DEV),
    "only an id, and written to it": (f"{TO_DEV}List-Id: <dev.north.example>\n", DEV),
    "x-beenthere": ("X-BeenThere: dev@north.example\n", DEV),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_list_however_it_names_itself(name: str) -> None:
    headers, address = LISTS[name]
    mail = part_of(f"{FROM}{headers}\nhello\n".encode())

    assert mailing_list(mail) == address
    assert not is_automated(mail, address)


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "List-Post: NO\n",
        "List-Id: Developers <dev.north.example>\n",
        "Precedence: list\nList-Id: <dev>\n",
        "List-Post: <mailto:reply+AB12CD@reply.forge.example>\nList-Id: <tool.north.forge.example>\nPrecedence: list\n",
        "Precedence: bulk\nList-Id: <news.north.example>\nList-Unsubscribe: <https://north.example/u>\n",
        "Precedence: bulk\nList-Id: <ida.north.example>\n",  # who sends it is all it has
        "Sender: Bo Lind <bo@north.example>\nCc: Bo Lind <bo@north.example>\n",  # writes for somebody
        "X-Loop: ida@north.example\nTo: ida@north.example\n",
        "Mailing-List: yes\n",
        "Delivered-To: robin@marlow.example\n",
    ],
)
def test_direct_mail_and_newsletters_come_through_none(headers: str) -> None:
    assert mailing_list(part_of(f"{FROM}{headers}\n".encode())) is None


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("dev@lists.north.example", True),
        ("dev@list.north.example", True),
        ("dev@listserv.north.example", True),
        ("dev@googlegroups.com", True),
        ("dev@north.groups.io", True),
        ("dev@yahoogroups.com", True),
        ("ida@list.ru", False),
        ("ida@lists.example", False),
        ("ida@playlists.north.example", False),
        ("ida@north.example", False),
    ],
)
def test_some_hosts_have_lists_only(address: str, listed: bool) -> None:
    assert is_lists_host(address) is listed


@pytest.mark.parametrize(
    ("address", "name", "listed"),
    [
        ("north-users@north.example", "", True),
        ("north-l@north.example", "", True),
        ("north@north.example", "North Mailing List", True),
        ("north@north.example", "North List", True),
        ("boats-general@north.example", "", True),
        ("boat-committers@north.example", "", True),
        ("boats@north.example", "Discussion of boats and harbours", True),
        ("boats@north.example", "North Boat Users", True),
        ("all.worldwide@north.example", "", True),
        ("x7@north.example", "All North Employees", True),
        ("x7@north.example", "Alle Mitarbeiter", True),
        ("alle.lind@north.example", "", False),
        ("x7@north.example", "All Saints", False),
        ("generals@north.example", "Ida General", False),
        ("ida_list@north.example", "Ida", False),
        ("ida.l@north.example", "Ida L", False),
        ("ida@north.example", "Ida Lister", False),
        ("io@north.example", "Ida List", False),
        ("ida.list@north.example", "Ida List", False),
    ],
)
def test_others_are_called_as_lists_are(address: str, name: str, listed: bool) -> None:
    assert looks_like_list(address, name) is listed


@pytest.mark.parametrize(
    "field", ["List-Id", "List-Post", "Mailing-List", "Sender", "To", "List-Unsubscribe", "X-Loop"]
)
@pytest.mark.parametrize("piece", ["<", "<mailto:", "a@", "owner-", "-bounces", "list ", ".", "a@b.example, "])
def test_a_hostile_header_takes_little_time(field: str, piece: str) -> None:
    headers = [("From", "ida@north.example"), ("Precedence", "bulk"), (field, piece * 20_000)]
    mailing_list(part_of("".join(f"{name}: {value}\n" for name, value in headers).encode()))
