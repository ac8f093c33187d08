"""Windows of the browser that stay open from test to test: a new one takes longer than the page that opens in it."""

from playwright.async_api import Browser, ViewportSize

from tests.e2e.visitor import DESK, PHONE, Visitor

SIZES = {False: ViewportSize(width=DESK, height=900), True: ViewportSize(width=PHONE, height=844)}


class Windows:
    """At desks and on phones. Each is left as if nobody had been there, but for the files that its cache holds."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._idle: dict[bool, list[Visitor]] = {False: [], True: []}

    async def open(self, url: str, *, phone: bool, dark: bool) -> Visitor:
        """Somebody at a window that nobody else looks at."""
        if not self._idle[phone]:
            await self.add(phone=phone)
        visitor = self._idle[phone].pop()
        visitor.url, visitor.expected, visitor.complaints, visitor.asked = url, [], [], []
        await visitor.page.set_viewport_size(SIZES[phone])
        await visitor.page.emulate_media(color_scheme="dark" if dark else "light")
        return visitor

    async def add(self, *, phone: bool) -> None:
        """One that was never open before; it is the next to be opened."""
        context = await self._chromium.new_context(
            viewport=SIZES[phone],
            is_mobile=phone,
            has_touch=phone,
            locale="de-DE",  # and yet every word and number on the page is English
        )
        self._idle[phone].append(Visitor(await context.new_page(), ""))

    async def leave(self, visitor: Visitor, *, phone: bool) -> None:
        """Nothing stays of who was there: no other tab, no cookies, and nothing that is kept for the page."""
        page, context = visitor.page, visitor.page.context
        if page.is_closed():
            await context.close()
            return
        for tab in context.pages:
            if tab is not page:
                await tab.close()
        await context.clear_cookies()
        await page.goto(f"{visitor.url}/icon.svg")  # of the same site, which keeps its process, with nothing that runs
        await page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self._idle[phone].append(visitor)
