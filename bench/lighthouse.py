"""Lighthouse on one page at a time: its mobile scores, with runs that fail repeated."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import statistics
from dataclasses import astuple, dataclass
from typing import Any

from tests.e2e.conftest import QUIET

PACKAGE = "lighthouse@12.8.2"  # newer ones need Node 22
CATEGORIES = ("performance", "accessibility", "best-practices")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
ATTEMPTS = 3  # of one run: on a busy machine Chromium may not paint in time (NO_NAVSTART, NO_FCP), or not answer
PATIENCE = 180  # seconds for one attempt
_ENOUGH = 0.9  # of an audit's score: less costs points worth telling of


class Failed(Exception):
    """Lighthouse gave no scores, ATTEMPTS times."""


@dataclass(frozen=True)
class Scores:
    """Of one run, or medians: scores of 100; times in milliseconds, simulated for a mid-range phone on slow 4G."""

    performance: float
    accessibility: float
    practices: float
    fcp: float
    lcp: float
    tbt: float
    shift: float
    kib: float  # as all of the page travelled
    machine: float  # how fast Lighthouse found it (its benchmarkIndex): runs on a busy one say little

    @classmethod
    def of(cls, report: dict[str, Any]) -> "Scores":
        """What one report says."""
        categories, audits = report["categories"], report["audits"]
        scores = [float(round(100 * (categories[name]["score"] or 0))) for name in CATEGORIES]
        times = [float(audits[name]["numericValue"]) for name in METRICS]
        return cls(
            *(scores[0], scores[1], scores[2], times[0], times[1], times[2]),
            shift=audits["cumulative-layout-shift"]["numericValue"],
            kib=audits["total-byte-weight"]["numericValue"] / 1024,
            machine=report["environment"]["benchmarkIndex"],
        )


HEAD = (
    f"{'':18}{'perf':>5}{'a11y':>6}{'best':>6}{'FCP s':>7}{'LCP s':>7}{'TBT ms':>8}{'CLS':>7}{'KiB':>7}{'machine':>9}"
)


def row(name: str, scores: Scores) -> str:
    """A line of the table under HEAD."""
    return (
        f"{name:18}{scores.performance:5.0f}{scores.accessibility:6.0f}{scores.practices:6.0f}"
        f"{scores.fcp / 1000:7.2f}{scores.lcp / 1000:7.2f}{scores.tbt:8.0f}{scores.shift:7.3f}{scores.kib:7.0f}"
        f"{scores.machine:9.0f}"
    )


def runs_here() -> bool:
    """Is there what it needs? npx comes with Node.js."""
    return shutil.which("npx") is not None


async def measured(url: str, cookie: str, chrome: str, runs: int) -> tuple[Scores, list[str]]:
    """The medians of `runs` runs, and what cost the last of them points. Raises Failed."""
    reports = [await _run(url, cookie, chrome) for _ in range(runs)]
    medians = (
        statistics.median(figures) for figures in zip(*(astuple(Scores.of(one)) for one in reports), strict=True)
    )
    return Scores(*medians), _lost(reports[-1])


async def _run(url: str, cookie: str, chrome: str) -> dict[str, Any]:
    why = ""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _attempt(url, cookie, chrome)
        except (RuntimeError, TimeoutError) as error:
            why = str(error) or f"it took more than {PATIENCE} s"
            print(f"  attempt {attempt} of {ATTEMPTS} at {url} failed: {why}", flush=True)
    raise Failed(why)


async def _attempt(url: str, cookie: str, chrome: str) -> dict[str, Any]:
    """One report. Raises RuntimeError, with what it said, where it does not run, and TimeoutError."""
    process = await asyncio.create_subprocess_exec(
        *("npx", "--yes", PACKAGE, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"),
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
        f"--chrome-flags=--headless=new {' '.join(QUIET)}",
        env=os.environ | {"CHROME_PATH": chrome},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
    except TimeoutError:
        os.killpg(process.pid, signal.SIGINT)  # at which it ends its browser, too, which would slow the next run
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    if process.returncode:
        raise RuntimeError(err.decode(errors="replace").strip()[-300:])
    report: dict[str, Any] = json.loads(out)
    if error := report.get("runtimeError"):
        raise RuntimeError(f"{error['code']}: {error['message']}")
    return report


def _lost(report: dict[str, Any]) -> list[str]:
    """The audits that count and are not well, with their scores."""
    weighed = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    audits = ((name, one) for name, one in report["audits"].items() if name in weighed)
    scored = ((name, one["score"]) for name, one in audits if one["scoreDisplayMode"] in {"numeric", "binary"})
    return [f"{name} {score:g}" for name, score in scored if score is not None and score < _ENOUGH]
