"""Mail of machines, told from what people write."""

import pytest

from models.contracts.mime import Part
from services.mime.automation import is_automated
from services.mime.mailing_lists import mailing_list
from services.mime.parts import part_of

FROM = "From: Ida <ida@north.example>\n"
BY_CALENDAR = "Sender: Calendar <calendar-notification@google.example>\nAuto-Submitted: auto-generated\n"
INVITATION = (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar; method=REQUEST\n\nx\n--b--\n"
)


def automated(mail: Part) -> bool:
    return is_automated(mail, mailing_list(mail))


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: Auto-Generated; x\n",
        "Auto-Submitted: auto-generated (vacation)\n",
        "X-Autoreply: yes\n",
        "Precedence: auto_reply\n",
        "Precedence: bulk\n",
        "Precedence: Junk\n",
        "List-Unsubscribe: <https://north.example/u>\n",
        "Content-Type: multipart/report; boundary=b\n",
        "X-CSA-Complaints: complaints@eco.example\n",
        # A newsletter's headers, by Mailchimp, by Substack, by a service of Amazon's, by an old announcement program.
        "List-ID: 7f3mc list <7f3.31.list-id.mcsv.net>\nX-MC-User: 7f3\nFeedback-ID: 31:31.9:us7:mc\n"
        "List-Unsubscribe: <https://north.example/u>, <mailto:unsubscribe-31@mailin.example?subject=u>\n",
        "List-Id: <ida.substack.example>\nList-Post: <https://ida.substack.example/p/x>\n"
        "List-Owner: <mailto:ida@x.example>\n"
        "List-Unsubscribe: <https://ida.substack.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
        "Precedence: bulk\nList-Id: <news.north.example>\nList-Unsubscribe: <https://north.example/u?x>\n",
        "Precedence: bulk\nList-Id: News <news.north.example>\n",
    ],
)
def test_headers_tell_that_nobody_wrote_it(headers: str) -> None:
    assert automated(part_of(f"{FROM}{headers}\n".encode()))


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Auto-Submitted: no\n",
        "Auto-Submitted: No (sent by hand)\n",
        "Precedence: list\n",
        "Precedence: list\nList-Id: <dev.north.example>\nList-Unsubscribe: <https://north.example/u>\n",
        "List-Post: <mailto:dev@north.example>\nPrecedence: bulk\n",
        "Precedence: bulk\nList-Id: Developers <dev.lists.north.example>\n",
        # What stands on people's mail today: Fastmail, Proton and QQ; Gmail; Outlook and Exchange; Apple.
        "Feedback-ID: iab3e4801:Fastmail\nX-ME-Sender: <xms:x>\n",
        "Feedback-ID: 8123:user:proton\nX-Pm-Message-ID: 4f\n",
        "Feedback-ID: foxmail:qybglogicsvr:qybglogicsvr8\nX-QQ-mid: x\n",
        "X-Google-DKIM-Signature: v=1\nX-Gm-Message-State: AO\n",
        "X-MS-Exchange-Organization-AuthAs: Internal\nX-Auto-Response-Suppress: DR, OOF, AutoReply\n",
        "X-Mailer: Apple Mail (2.3774)\nX-Universally-Unique-Identifier: 1\n",
        "Sender: Bo <bo@north.example>\n",
    ],
)
def test_what_people_write_is_not_automated_even_through_a_list(headers: str) -> None:
    assert not automated(part_of(f"{FROM}{headers}\n".encode()))


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Ida (@ida) <gitlab@mg.forge.example>", "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"),
        ("Ida <notifications@forge.example>", "List-Id: <tool.north.forge.example>\nPrecedence: list\n"),
        ("Ida (Jira) <jira@north.example>", ""),
        ("Ida Okafor <forum@discuss.example>", "Auto-Submitted: auto-generated\nPrecedence: list\n"),
        ("Mail Delivery Subsystem <north@north.example>", ""),
        ("North General Announcements <mbx_north@north.example>", ""),
        ("Schedule Crawler <ida.okafor@north.example>", ""),
        ("Harbour Payroll <x1@harbour.example>", ""),
        ("Harbour Payroll <x1@harbour.example>", "Reply-To: Payroll <pay@harbour.example>\n"),
        ("The Harbour <x1@harbour.example>", "Reply-To: The Harbour <answers@quay.example>\n"),
        ("Harbour Payroll <x1@harbour.example>", "Reply-To: pay@harbour.example\n"),
        ("Office of the Dean <dean@harbour.example>", "Precedence: list\nList-Id: <staff.lists.harbour.example>\n"),
        ("CustomerNotices, HBR <hbr.customernotices@harbour.example>", ""),
        ("North <receipts@north.example>", "X-SES-Outgoing: 2026.06.01-1\n"),
        ("North <info@north.example>", "Feedback-ID: 1.eu-west-1.x:AmazonSES\n"),
        ("North <service@north.example>", "X-Auto-Response-Suppress: All\n"),
        ("Google Calendar <calendar-notification@google.example>", INVITATION),
        ("North Support <support@north.example>", f"Auto-Submitted: auto-generated\n{INVITATION}"),
    ],
)
def test_programs_send_in_many_names(sender: str, headers: str) -> None:
    assert automated(part_of(f"From: {sender}\n{headers}\n".encode()))


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("North <info@north.example>", ""),
        ("Ida Okafor (Newsletter) <ida@north.example>", ""),
        ("Ida Okafor via Announcements <ida@north.example>", ""),
        ("North Support <support@north.example>", "In-Reply-To: <1@north.example>\n"),
        ("IT Helpdesk <helpdesk@north.example>", "Subject: Antw: printer\n"),
        ("Ida Okafor, Customer Service <ida@north.example>", ""),
        ("Harbour Office <x1@harbour.example>", "Reply-To: Bo Lind <bo@harbour.example>\n"),
        ("Ida <ida@north.example>", f"{BY_CALENDAR}{INVITATION}"),
    ],
)
def test_people_write_for_firms_and_invite_by_calendars(sender: str, headers: str) -> None:
    assert not automated(part_of(f"From: {sender}\n{headers}\n".encode()))
