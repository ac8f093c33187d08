"""What axe-core finds on the page as it stands: the rules that it has on by itself (WCAG A and AA, best practices)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
COLOURS = ["color-contrast", "link-in-text-block"]  # all of its rules that look at colours
_RUN = """async (rules) => {
    // What is on its way in or out has no colours of its own yet. Looked at anew each time: an animation whose element
    // goes away may never say that it has ended, nor one that nobody sees.
    const ends = (one) => one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity
        && one.effect.target.checkVisibility({contentVisibilityAuto: true});
    // Nor what is still pale, for it is not what was asked for.
    const pale = () => document.querySelector("div[aria-busy=true]");
    while (pale() || document.getAnimations().some(ends)) await new Promise(requestAnimationFrame);
    // A mail's own words and colours are its sender's: its frame is not looked into.
    const found = await axe.run({exclude: [["iframe"]]}, {resultTypes: ["violations"], ...(rules && {runOnly: rules})});
    return found.violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
        `${id}: ${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`));
}"""


async def complaints(page: Page, rules: list[str] | None = None) -> list[str]:
    """Each rule that is broken, where, and how; with `rules`, of those alone, where all others were looked at."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: run `npm ci` in web/")
    async with asyncio.timeout(60):  # a browser that waits for ever says nothing
        if not await page.evaluate("'axe' in window"):
            # Through the debugger: the page's own policy admits no script but Kith's.
            await page.evaluate(AXE.read_text())
        found: list[Any] = await page.evaluate(_RUN, rules)
    return [str(one) for one in found]
