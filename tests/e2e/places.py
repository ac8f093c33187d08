"""Where the page can be looked at: every page of the app, with something on it."""

from tests.product import Browser


async def pages(robin: Browser) -> dict[str, str]:
    """The path of every page by the name of its picture."""
    contact = (await robin.get("contacts", q="marchetti"))["items"][0]
    company = (await robin.get("companies"))["items"][0]
    threads = (await robin.get("threads", limit=100))["items"]
    longest = max(threads, key=lambda thread: int(thread["message_count"]))
    picture = (await robin.get("messages", q='"left third"'))["items"][0]
    return {
        "overview": "/",
        "contacts": "/contacts",
        "contacts-none": "/contacts?q=zzzz",
        "contact": f"/contact?id={contact['id']}",
        "contact-messages": f"/contact?id={contact['id']}&view=messages",
        "patterns": "/patterns",
        "review": "/review",
        "companies": "/companies",
        "company": f"/company?id={company['id']}",
        "threads": "/threads",
        "search": "/threads?q=picture",
        "thread": f"/thread?mailbox={longest['mailbox_id']}&id={longest['id']}",
        "thread-picture": f"/thread?mailbox={picture['mailbox_id']}&id={picture['thread_id']}",
        "mailboxes": "/mailboxes",
        "mailbox": f"/mailbox?id={longest['mailbox_id']}",
        "jobs": "/jobs",
        "settings": "/settings",
        "sources": "/sources",
    }
