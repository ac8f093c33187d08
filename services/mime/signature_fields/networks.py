"""Networks on which people have handles: their sites, and what signatures call them."""

import re

from services.mime.signature_fields.folding import folded

NAMED = re.compile(
    r"(?<!\w)(?P<network>twitter|x|linkedin|github|gitlab|instagram|insta|facebook|fb|skype|telegram|wechat|weixin|微信|"
    r"line|mastodon|bluesky|tiktok|signal|xing|icq|aim|msn)(?:\sid)?\s{0,2}[:：]\s{0,2}(?P<handle>@?[\w./-]{2,60})",
    re.IGNORECASE,
)
_CALLED = {"twitter": "x", "insta": "instagram", "fb": "facebook", "weixin": "wechat", "微信": "wechat"}
# The pages of people there: a company's page is a site like any other.
HOSTS = {
    "linkedin.com": ("linkedin", r"(?:in|pub)/([\w%.-]{2,100})"),
    "twitter.com": ("x", r"@?(\w{2,30})/?\Z"),
    "x.com": ("x", r"@?(\w{2,30})/?\Z"),
    "github.com": ("github", r"([\w-]{1,39})/?\Z"),
    "gitlab.com": ("gitlab", r"([\w.-]{2,60})/?\Z"),
    "facebook.com": ("facebook", r"([\w.]{3,60})/?\Z"),
    "instagram.com": ("instagram", r"([\w.]{2,40})/?\Z"),
    "xing.com": ("xing", r"profile/([\w-]{2,80})"),
    "t.me": ("telegram", r"(\w{3,40})/?\Z"),
    "tiktok.com": ("tiktok", r"@([\w.]{2,40})"),
    "medium.com": ("medium", r"@([\w.]{2,40})"),
    "youtube.com": ("youtube", r"@([\w.-]{2,40})"),
    "threads.net": ("threads", r"@([\w.]{2,40})"),
    "bsky.app": ("bluesky", r"profile/([\w.-]{3,80})"),
    "keybase.io": ("keybase", r"(\w{2,40})/?\Z"),
}
_PREFIX = re.compile(r"\A(?:https?://)?(?:www\d?\.|[a-z]{2}\.(?=linkedin))?", re.IGNORECASE)


def handle_of(network: str, handle: str) -> str:
    """As it is kept: "x:jack" for "Twitter: @jack"."""
    called = folded(network)
    return f"{_CALLED.get(called, called)}:{handle.lstrip('@').rstrip('/').rsplit('/', 1)[-1]}"


def site_or_handle(text: str) -> tuple[str, str]:
    """A site's kind and value: a handle where it is somebody's page at a network."""
    host, _, path = _PREFIX.sub("", text).partition("/")
    network = HOSTS.get(host.casefold().removeprefix("m."))
    found = re.match(network[1], path.partition("?")[0]) if network else None
    if network and found:
        return "handle", f"{network[0]}:{found[1]}"
    return "url", text if "://" in text else f"https://{text}"
