"""Somebody at the page in a real browser, and everything that goes wrong before their eyes."""

import re
from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Locator, Page, Request, Response

PHONE = 390
DESK = 1280
WAIT = 15_000  # milliseconds
FIRST = 1000  # milliseconds within which keys do nothing on a page that has just come
_GIVEN_UP = "net::ERR_ABORTED"  # by the page itself: a stream that is closed, a prefetch that was overtaken

_SETTLED = """() => {
    const shown = one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height > 0;
    const headings = [...document.querySelectorAll("h1")];
    const loading = "count(//*[normalize-space(text())='Loading'])";
    return headings.length === 1 && shown(headings[0]) && !document.querySelector("ul[aria-busy=true]")
        && document.evaluate(loading, document, null, XPathResult.NUMBER_TYPE).numberValue === 0;
}"""
_WATCH = """element => {
    window.__seen = [];
    const look = () => {
        const text = element.innerText.replace(/\\s+/g, " ");
        if (window.__seen.at(-1) !== text) window.__seen.push(text);
    };
    new MutationObserver(look).observe(element, {subtree: true, childList: true, characterData: true});
    look();
}"""


@dataclass
class Visitor:
    """A page. `expected` are patterns of complaints that a test provokes on purpose, `asked` all addresses it asked."""

    page: Page
    url: str
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"thrown: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} at {message.location.get('url', '')}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != _GIVEN_UP:
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"answered {response.status}: {response.url}")

    def unexpected(self) -> list[str]:
        """What was complained of beyond what the test expects."""
        return [one for one in self.complaints if not any(re.search(pattern, one) for pattern in self.expected)]

    async def go(self, path: str) -> None:
        """Open a page of the app and wait until it shows what it is about."""
        await self.page.goto(self.url + path)
        await self.settled()

    async def settled(self) -> None:
        """Wait for the one heading, and until nothing is loading any more.

        Not with `expect`: that describes the whole page, each time it has to wait.
        """
        await self.page.wait_for_function(_SETTLED, polling=50, timeout=WAIT)

    async def awake(self) -> None:
        """Wait until keys do something on a page that has come."""
        await self.page.wait_for_timeout(FIRST)

    async def heading(self, name: str | re.Pattern[str]) -> None:
        """Wait until the page's heading is `name`."""
        await self.page.get_by_role("heading", level=1, name=name).wait_for(timeout=WAIT)

    def toast(self, text: str) -> Locator:
        """The message that says this, and not its copy for screen readers, which stands beside it for a second."""
        return self.page.get_by_role("listitem").filter(has_text=text)

    async def watch(self, part: Locator) -> None:
        """Remember every text that `part` shows from now on."""
        await part.evaluate(_WATCH)

    async def seen(self) -> list[str]:
        """The texts since `watch`."""
        texts: list[str] = await self.page.evaluate("window.__seen")
        return texts

    async def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        wide: int = await self.page.evaluate("document.scrollingElement.scrollWidth")
        size = self.page.viewport_size
        assert size is not None
        # Not innerWidth: a phone widens it to whatever a page that is too wide takes.
        return max(0, wide - size["width"])
