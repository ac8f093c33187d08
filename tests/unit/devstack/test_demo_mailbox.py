"""The demo mailbox: the same bytes for a seed and a day, plausible in its numbers, threads and bulk mail."""

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from email.utils import getaddresses
from pathlib import Path

import pytest

from devstack.demo import DEMO_EMAIL, write_demo_mbox
from tests.unit.devstack.demo_file import FREE_MAIL, NOW, Entry, Made, humans, made

__all__ = ["made"]


def test_same_seed_and_day_give_the_same_bytes(tmp_path: Path, made: Made) -> None:
    again = write_demo_mbox(tmp_path / "again.mbox", now=NOW.replace(hour=3))
    other = write_demo_mbox(tmp_path / "other.mbox", seed=8, now=NOW)
    assert again.path.read_bytes() == made.report.path.read_bytes()
    assert other.path.read_bytes() != again.path.read_bytes()


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_demo_mbox(tmp_path / "x.mbox", now=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("seed", [7, 1, 2])
def test_other_seeds_and_days_stay_in_range(tmp_path: Path, seed: int) -> None:
    now = NOW + timedelta(days=37 * seed)
    report = write_demo_mbox(tmp_path / "x.mbox", seed=seed, now=now)
    assert 1400 <= report.messages <= 1600
    assert now - timedelta(days=1) <= report.newest <= now


def test_counts(made: Made) -> None:
    report = made.report
    found = humans(made)
    domains = Counter(address.rpartition("@")[2] for address in found)
    companies = {domain for domain, count in domains.items() if count > 1} - FREE_MAIL
    assert report.messages == len(made.entries)
    assert report.threads == len({one.thread for one in made.entries})
    assert 1400 <= report.messages <= 1600
    assert 110 <= report.people <= 130
    assert report.people <= len(found) <= report.people + 8, "a few people have two addresses or one that is gone"
    assert report.companies == 30
    assert 28 <= len(companies) <= 32
    assert (report.owner_address, report.owner_name) == (DEMO_EMAIL, "Robin Marlow")


def test_small_and_fast(made: Made) -> None:
    assert made.report.size == made.report.path.stat().st_size < 12_000_000
    assert made.seconds < 5


def test_every_message_parses_without_defects(made: Made) -> None:
    for one in made.entries:
        for part in one.mail.walk():
            assert part.defects == [], (one.id, part.defects)
            assert [value for value in part.values() if getattr(value, "defects", ())] == [], one.id
            if part.get_content_maintype() == "text":
                assert "\ufffd" not in part.get_content()
        assert max(map(len, one.raw.split(b"\n"))) <= 998, "RFC 5322, section 2.1.1"


def test_ids_rise_with_the_date_and_name_the_moment(made: Made) -> None:
    ids, dates = [one.id for one in made.entries], [one.date for one in made.entries]
    assert ids == sorted(set(ids))
    assert dates == sorted(dates)
    assert all(abs((one.id >> 20) / 1000 - one.date.timestamp()) < 2 for one in made.entries)


def test_three_years_denser_of_late_newest_within_a_day(made: Made) -> None:
    ages = [(NOW - one.date) / timedelta(days=1) for one in made.entries]
    assert 0 <= min(ages) <= 1
    assert 1000 < max(ages) < 1100
    years = [sum(year * 365 <= age < (year + 1) * 365 for age in ages) for year in range(3)]
    assert years[0] > 1.3 * years[1] > 1.3 * years[2] > 0


def test_threads_are_consistent(made: Made) -> None:
    threads: dict[int, list[Entry]] = defaultdict(list)
    for one in made.entries:
        threads[one.thread].append(one)
    for key, members in threads.items():
        assert key == members[0].id
        seen: list[str] = []
        for one in members:
            references = str(one.mail["References"] or "").split()
            assert set(references) <= set(seen), "every reference is in the thread, before it"
            assert references[-1:] == str(one.mail["In-Reply-To"] or "").split()
            assert bool(references) == bool(seen)
            seen.append(str(one.mail["Message-ID"]))
    lengths = Counter(len(members) for members in threads.values())
    assert min(lengths) == 1
    assert 12 <= max(lengths) <= 15
    assert len({str(one.mail["Message-ID"]) for one in made.entries}) == len(made.entries)


def test_relationships_differ(made: Made) -> None:
    personal = [one for one in made.entries if not one.machine]
    sent = [one for one in personal if one.sender == DEMO_EMAIL]
    assert 0.25 <= len(sent) / len(personal) <= 0.40
    written_to = Counter(address for one in sent for _, address in getaddresses([str(one.mail["To"])]))
    written_by = Counter(one.sender for one in personal)
    both = {address: min(written_to[address], written_by[address]) for address in humans(made)}
    assert sum(count >= 6 for count in both.values()) >= 12, "a dozen are close"
    assert sum(count <= 1 for count in both.values()) >= 40, "most are not"
    last = {one.sender: one.date for one in personal}  # the file is in order of date
    lapsed = [address for address in last if written_by[address] >= 3 and NOW - last[address] > timedelta(days=400)]
    assert len(lapsed) >= 5


def test_only_reserved_and_invented_addresses(made: Made) -> None:
    for one in made.entries:
        for name in ("From", "To", "Cc", "Reply-To", "Bcc"):
            for _, address in getaddresses([str(one.mail[name] or "")]):
                domain = address.rpartition("@")[2]
                invented = address.startswith("demo.kith.")
                assert not domain or invented or domain.endswith((".example", ".test")), address


def test_takeout_labels(made: Made) -> None:
    labels = Counter(label for one in made.entries for label in one.labels)
    expected = ["Inbox", "Sent", "Archived", "Important", "Opened", "Unread", "Starred", "Spam", "Trash", "Drafts"]
    expected += ["Category Promotions", "Category Updates", "Category Forums", "Family", "Bücher", "Travel, by rail"]
    assert [label for label in expected if labels[label] < 2] == []
    assert all("Sent" in one.labels or "Drafts" in one.labels for one in made.entries if one.sender == DEMO_EMAIL)


def test_newsletters_receipts_and_lists(made: Made) -> None:
    def having(*names: str) -> list[Entry]:
        return [one for one in made.entries if all(one.mail[name] for name in names)]

    bulk = [one for one in having("List-Unsubscribe", "List-Id") if one.mail["Precedence"] == "bulk"]
    listed = [one for one in having("List-Id", "List-Post") if one.mail["Precedence"] == "list"]
    notices = [one for one in having("Auto-Submitted") if one.mail["Auto-Submitted"] == "auto-generated"]
    assert len(bulk) > 100
    assert len(listed) > 50
    assert any(" via " in str(one.mail["From"]) for one in listed)
    assert len({one.mail["List-Id"] for one in listed}) == 3
    assert len(notices) > 100
    assert any(re.match(r"(no-?reply|do-not-reply)@", one.sender) for one in notices)
