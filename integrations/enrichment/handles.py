"""What a link says of somebody's account on a network: "x:jack", "linkedin:company/marlow"."""

import re
from urllib.parse import urlsplit

# The parts of a path before the account's name. A link with more parts, or with a query, shows a post or shares a page.
_NETWORKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "x.com": ("x", ("",)),
    "twitter.com": ("x", ("",)),
    "linkedin.com": ("linkedin", ("in/", "company/", "school/")),
    "github.com": ("github", ("",)),
    "gitlab.com": ("gitlab", ("",)),
    "facebook.com": ("facebook", ("",)),
    "instagram.com": ("instagram", ("",)),
    "threads.net": ("threads", ("@",)),
    "threads.com": ("threads", ("@",)),
    "youtube.com": ("youtube", ("@", "c/", "user/", "channel/")),
    "tiktok.com": ("tiktok", ("@",)),
    "bsky.app": ("bluesky", ("profile/",)),
    "mastodon.social": ("mastodon", ("@",)),
    "medium.com": ("medium", ("@",)),
    "xing.com": ("xing", ("profile/", "pages/")),
}
_ACCOUNT = re.compile(r"[\w.-]{1,100}")
# Pages of the networks themselves that look like accounts.
_PAGES = {
    "about", "explore", "features", "hashtag", "home", "intent", "jobs", "login", "p", "pages", "policies", "pricing",
    "privacy", "search", "share", "sharer", "sharer.php", "signup", "terms", "tos",
}  # fmt: skip


def handle(url: str) -> str:
    """The account that a link leads to; "" where it leads to none, or to a network that is not known."""
    try:
        link = urlsplit(url.strip())
        host = (link.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if host.endswith(".linkedin.com"):  # de.linkedin.com
        host = "linkedin.com"
    network, prefixes = _NETWORKS.get(host, ("", ()))
    path = link.path.strip("/")
    for prefix in prefixes:
        account = path.removeprefix(prefix)
        if path.startswith(prefix) and _ACCOUNT.fullmatch(account) and account.lower() not in _PAGES and not link.query:
            kept = prefix if network in {"linkedin", "xing"} and prefix not in {"in/", "profile/"} else ""
            return f"{network}:{kept}{account}"
    return ""
