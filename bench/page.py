"""What the page costs whoever opens it, with the demo mailbox: `python -m bench.page [RUNS] [PAGE…]`.

Bytes of script that each page sends before anybody touches it, as they travel; the time from the click on "Sign in with
Google" to the first people; what each page has the browser do, by CPU time and counts, which mean something on a busy
machine too; and Lighthouse's mobile scores of each page, signed in: medians of RUNS (5) runs, which mean something on
an idle machine only. A run that fails is repeated. RUNS of 0 leave Lighthouse out; PAGE names some of the pages
(`tests/e2e/places.py` has them).
"""

import asyncio
import re
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
from bench import lighthouse, page_work
from bench.harness import Bench, running
from devstack.demo import write_demo_mbox
from tests.e2e.conftest import QUIET, found_browser
from tests.e2e.places import pages
from tests.product import OWNER, Browser

SIGN_INS = 5
VISITS = 3  # of which a page's work is the median
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
    await page.locator("h1").first.wait_for()
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


async def measured(bench: Bench, robin: Browser, runs: int, wanted: list[str]) -> None:
    """Print everything."""
    cookies = dict(robin.http.cookies)
    known = await pages(robin)
    if unknown := set(wanted) - known.keys():
        raise SystemExit(f"There is no page {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    urls = {name: bench.url + path for name, path in known.items() if not wanted or name in wanted}
    async with async_playwright() as playwright:
        chrome = found_browser() or playwright.chromium.executable_path
        chromium = await playwright.chromium.launch(executable_path=chrome, args=QUIET)
        times = [await sign_in(chromium, bench.url) for _ in range(SIGN_INS)]
        for what, taken in zip(("the click on Sign in", "Allow"), zip(*times, strict=True), strict=True):
            print(f"from {what} to the first people: {statistics.median(taken):.2f} s (goal 2, worst {max(taken):.2f})")
        for name, url in urls.items():
            context = await chromium.new_context()
            await context.add_cookies([{"name": key, "value": value, "url": url} for key, value in cookies.items()])
            first, rest = await scripts(await context.new_page(), url)
            print(f"{name:18} {first / 1024:6.1f} KiB of script (goal 170), {rest / 1024:6.1f} at rest", flush=True)
            await context.close()
        print(page_work.HEAD)
        for name, url in urls.items():
            print(page_work.row(name, await page_work.work(chromium, cookies, url, VISITS)), flush=True)
        await chromium.close()
    if runs and lighthouse.runs_here():
        await scored(urls, "; ".join(f"{key}={value}" for key, value in cookies.items()), chrome, runs)
    elif runs:
        print("Lighthouse did not run: it needs npx, which comes with Node.js 20.")


async def scored(urls: dict[str, str], cookie: str, chrome: str, runs: int) -> None:
    """Print Lighthouse's scores page by page, and all of them once more at the end."""
    table: list[str] = []
    for name, url in urls.items():
        try:
            scores, lost = await lighthouse.measured(url, cookie, chrome, runs)
        except lighthouse.Failed as error:
            table.append(f"{name:18} no scores: {error}")
        else:
            table.append(lighthouse.row(name, scores))
            print(f"{name}: {', '.join(lost) or 'nothing'} costs points")
        print(table[-1], flush=True)
    print("", f"Lighthouse, mobile, medians of {runs}:", lighthouse.HEAD, *table, sep="\n")


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
