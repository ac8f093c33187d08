"""What opening a page has the browser do, in figures that other work on the machine changes little.

CPU time is the thread's own (a trace's `tdur`), not what a clock on the wall says. Lighthouse's mobile score multiplies
each task of the main thread by SLOWDOWN and counts what is over LONG of it as blocking
(Lighthouse, docs/throttling.md; web.dev, Total Blocking Time).
"""

import asyncio
import contextlib
import json
import statistics
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, ViewportSize

SLOWDOWN = 4
LONG = 50.0  # milliseconds
ATTEMPTS = 3  # at a visit that is traced
REST = 5.0  # seconds after the last loading mark has gone: parts that wait for a page at rest come after four
WINDOW = ViewportSize(width=412, height=823)  # Lighthouse's phone
_TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline", "loading", "blink.user_timing"]
_SCRIPT = {"EvaluateScript", "FunctionCall", "RunMicrotasks", "v8.callFunction", "v8.compile"}
_STYLE = {"UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"}
_COUNT = "() => [document.querySelectorAll('*').length, document.querySelectorAll('[data-row]').length]"


@dataclass(frozen=True)
class Work:
    """Of one page, until it was at rest; times in milliseconds of CPU of its main thread."""

    cpu: float
    script: float
    style: float  # style, layout and paint
    blocking: float  # of the tasks at SLOWDOWN, what is over LONG
    longest: float  # the longest task, as it was
    shift: float  # the sum of layout shifts that nobody's touch caused
    requests: int  # before the largest paint, the page itself included
    rounds: int  # of them: how often an answer of the API was waited for before the next was asked for
    nodes: int
    rows: int


class Untraced(Exception):
    """The beginning of a page is not in its trace."""


HEAD = (
    f"{'':18}{'CPU ms':>7}{'script':>8}{'style':>7}{'blocking':>10}{'longest':>9}{'shift':>8}{'requests':>10}"
    f"{'rounds':>8}{'nodes':>7}{'rows':>6}"
)


def row(name: str, work: Work) -> str:
    """A line of the table under HEAD."""
    return (
        f"{name:18}{work.cpu:7.0f}{work.script:8.0f}{work.style:7.0f}{work.blocking:10.0f}{work.longest:9.1f}"
        f"{work.shift:8.3f}{work.requests:10.0f}{work.rounds:8.0f}{work.nodes:7.0f}{work.rows:6.0f}"
    )


async def work(chromium: Chromium, cookies: dict[str, str], url: str, runs: int) -> Work:
    """The medians of `runs` visits with an empty cache."""
    visits = [astuple(await _traced(chromium, cookies, url)) for _ in range(runs)]
    return Work(*(statistics.median(figures) for figures in zip(*visits, strict=True)))


async def _traced(chromium: Chromium, cookies: dict[str, str], url: str) -> Work:
    """One visit. Now and then Chromium begins to trace when the page is there already: then another one."""
    for _ in range(ATTEMPTS):
        with contextlib.suppress(Untraced):
            return await _visit(chromium, cookies, url)
    raise Untraced(f"{url}: {ATTEMPTS} visits were not traced from their beginning.")


async def _visit(chromium: Chromium, cookies: dict[str, str], url: str) -> Work:
    context = await chromium.new_context(viewport=WINDOW, is_mobile=True, has_touch=True, device_scale_factor=1.75)
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = await context.new_page()
    await chromium.start_tracing(page=page, categories=_TRACED)
    await page.goto(url)
    await _rested(page)
    trace = json.loads(await chromium.stop_tracing())["traceEvents"]
    nodes, rows = await page.evaluate(_COUNT)
    await context.close()
    return _figures(trace, url, nodes, rows)


async def _rested(page: Page) -> None:
    await page.locator("h1").first.wait_for()
    await page.wait_for_function("() => document.querySelector('[data-loading]') === null")
    await asyncio.sleep(REST)


def _figures(trace: list[dict[str, Any]], url: str, nodes: int, rows: int) -> Work:
    # The renderer may be the one of the empty page before: what ran there is left out.
    thread = next(((event["pid"], event["tid"]) for event in trace if _is_of(event, url)), None)
    if thread is None:
        raise Untraced
    main = [event for event in trace if (event["pid"], event["tid"]) == thread]
    began = next(event["ts"] for event in main if _is_of(event, url))
    main = [event for event in main if event["ts"] >= began]
    tasks = [_cpu(event) for event in main if event["name"] == "RunTask"]
    painted = max(
        (event["ts"] for event in main if event["name"] == "largestContentfulPaint::Candidate"), default=began
    )
    asked = [event for event in main if event["name"] == "ResourceSendRequest" and event["ts"] <= painted]
    return Work(
        cpu=sum(tasks),
        script=sum(map(_cpu, _outermost(main, _SCRIPT))),
        style=sum(map(_cpu, _outermost(main, _STYLE))),
        blocking=sum(max(0.0, task * SLOWDOWN - LONG) for task in tasks),
        longest=max(tasks),
        shift=sum(_shift(event) for event in main if event["name"] == "LayoutShift"),
        requests=len(asked),
        rounds=_rounds(main, asked),
        nodes=nodes,
        rows=rows,
    )


def _is_of(event: dict[str, Any], url: str) -> bool:
    return event["name"] == "ParseHTML" and bool(event["args"].get("beginData", {}).get("url") == url)


def _cpu(event: dict[str, Any]) -> float:
    return float(event.get("tdur", 0)) / 1000


def _shift(event: dict[str, Any]) -> float:
    data = event["args"]["data"]
    return 0.0 if data["had_recent_input"] else float(data["score"])


def _outermost(events: list[dict[str, Any]], names: set[str]) -> Iterator[dict[str, Any]]:
    """Those of these names that are not inside another of them."""
    until = 0
    for event in sorted((one for one in events if one["name"] in names), key=lambda one: int(one["ts"])):
        if event["ts"] >= until:
            until = event["ts"] + event.get("dur", 0)
            yield event


def _rounds(main: list[dict[str, Any]], asked: list[dict[str, Any]]) -> int:
    answered = {
        event["args"]["data"]["requestId"]: event["ts"] for event in main if event["name"] == "ResourceReceiveResponse"
    }
    rounds, until = 0, 0
    for event in asked:
        data = event["args"]["data"]
        if "/api/" in data["url"] and event["ts"] >= until:
            rounds, until = rounds + 1, answered.get(data["requestId"], event["ts"])
    return rounds
