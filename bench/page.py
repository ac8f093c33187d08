"""What the page costs whoever opens it, with the demo mailbox: `python -m bench.page [RUNS] [PAGE…]`.

Bytes of script that each page sends before anybody touches it, as they travel; the time from the click on "Sign in with
Google" to the first people; and Lighthouse's mobile scores of each page, signed in: medians of RUNS (5) runs, which
mean something on an idle machine only. RUNS of 0 leave Lighthouse out; PAGE names some of the pages.
"""

import asyncio
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

from base import leaving, logging
from bench.harness import Bench, running
from devstack.demo import write_demo_mbox
from tests.e2e.conftest import QUIET, found_browser
from tests.e2e.places import pages
from tests.product import OWNER, Browser

LIGHTHOUSE = "lighthouse@12.8.2"  # newer ones need Node 22
CATEGORIES = ("performance", "accessibility")
SIGN_INS = 5
REST = 4.0  # seconds after the heading: parts that come after the page have come
_SOURCE = re.compile(r'<script[^>]*\bsrc="([^"]+)"')


async def scripts(page: Page, url: str) -> tuple[int, int]:
    """Bytes of script that opening a page has sent: what the page itself names, and all that came until it was at rest.

    The rest is for what may be opened next: menus, toasts, the pages that its navigation leads to.
    """
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    sent: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        if event["type"] == "Script":
            urls[event["requestId"]] = event["response"]["url"]

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", lambda event: sent.update({event["requestId"]: event["encodedDataLength"]}))
    document = await page.goto(url)
    assert document is not None
    named = {urljoin(url, source) for source in _SOURCE.findall(await document.text())}
    await page.locator("h1").wait_for()
    await asyncio.sleep(REST)
    sizes = {url: sent[request] for request, url in urls.items()}
    return round(sum(size for url, size in sizes.items() if url in named)), round(sum(sizes.values()))


async def sign_in(chromium: Chromium, url: str) -> tuple[float, float]:
    """Seconds from the click on "Sign in" to people in sight, and from "Allow" on Google's page."""
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(url)
    button = page.get_by_role("link", name="Sign in with Google")
    await button.wait_for()
    clicked = time.perf_counter()
    await button.click()
    await page.get_by_role("radio", name=OWNER).check()
    allowed = time.perf_counter()
    await page.get_by_role("button", name="Allow").click()
    await page.get_by_role("list", name="Strongest relationships").get_by_role("listitem").first.wait_for()
    seen = time.perf_counter()
    await context.close()
    return seen - clicked, seen - allowed


async def lighthouse(url: str, cookie: str, chrome: str) -> dict[str, Any]:
    """One report. Raises RuntimeError, with what it said, where it does not run."""
    command = (
        *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"),
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
        f"--chrome-flags=--headless=new {' '.join(QUIET)}",
    )
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"CHROME_PATH": chrome},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    if process.returncode:
        raise RuntimeError(err.decode(errors="replace").strip()[-600:])
    report: dict[str, Any] = json.loads(out)
    return report


def scored(reports: list[dict[str, Any]]) -> str:
    """The median scores of a page, and which audits cost it points."""
    medians = {
        name: statistics.median(round(100 * report["categories"][name]["score"]) for report in reports)
        for name in CATEGORIES
    }
    audits = reports[-1]["audits"]
    metrics = [f"{audits[name]['displayValue']} {name}" for name in ("largest-contentful-paint", "total-blocking-time")]
    weighed = {
        ref["id"] for name in CATEGORIES for ref in reports[-1]["categories"][name]["auditRefs"] if ref["weight"]
    }
    lost = [
        f"{name} {one['score']}" for name, one in audits.items() if name in weighed and (one["score"] or 0) < 0.9
        and one["scoreDisplayMode"] in {"numeric", "binary"}
    ]  # fmt: skip
    scores = "   ".join(f"{name} {score:g}" for name, score in medians.items())
    return f"{scores}   {', '.join(metrics)}   {'costs: ' + ', '.join(lost) if lost else ''}"


async def measured(bench: Bench, robin: Browser, runs: int, wanted: list[str]) -> None:
    """Print everything."""
    cookies = dict(robin.http.cookies)
    chosen = {name: path for name, path in (await pages(robin)).items() if not wanted or name in wanted}
    chrome = found_browser()
    async with async_playwright() as playwright:
        executable = chrome or playwright.chromium.executable_path
        chromium = await playwright.chromium.launch(executable_path=executable, args=QUIET)
        times = [await sign_in(chromium, bench.url) for _ in range(SIGN_INS)]
        for what, taken in zip(("the click on Sign in", "Allow"), zip(*times, strict=True), strict=True):
            print(f"from {what} to the first people: {statistics.median(taken):.2f} s (goal 2, worst {max(taken):.2f})")
        for name, path in chosen.items():
            context = await chromium.new_context()
            await context.add_cookies(
                [{"name": key, "value": value, "url": bench.url} for key, value in cookies.items()]
            )
            first, rest = await scripts(await context.new_page(), bench.url + path)
            print(f"{name:18} {first / 1024:6.1f} KiB of script (goal 170), {rest / 1024:6.1f} at rest", flush=True)
            await context.close()
        await chromium.close()
    if not runs:
        return
    if shutil.which("npx") is None:
        print("Lighthouse did not run: it needs npx, which comes with Node.js 20.")
        return
    cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
    for name, path in chosen.items():
        try:
            reports = [await lighthouse(bench.url + path, cookie, executable) for _ in range(runs)]
        except RuntimeError as error:
            print(f"Lighthouse did not run on {name}: {error}")
            return
        print(f"{name:18} {scored(reports)}", flush=True)


async def bench_page(runs: int, wanted: list[str]) -> None:
    """Everything, on a stack of its own."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        demo = folder / "demo.mbox"
        write_demo_mbox(demo, now=datetime.now(UTC))
        async with running(folder, demo) as bench:
            robin = await bench.browser().sign_in()
            await robin.synced(await robin.connect())
            await measured(bench, robin, runs, wanted)


def main() -> None:
    """Measure what the arguments say."""
    logging.configure("WARNING")
    runs, *wanted = sys.argv[1:] or ["5"]
    asyncio.run(bench_page(int(runs), wanted))


if __name__ == "__main__":
    leaving.run(main)
