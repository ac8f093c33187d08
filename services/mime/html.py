"""HTML mail made safe to show: no scripts, no forms, no remote images unless asked for."""

import re

import nh3

from services.mime.html_depth import keeps_busy
from services.mime.html_quotes import TELLS
from services.mime.html_runs import in_short_runs

_TAGS = nh3.ALLOWED_TAGS | {"font", "center"}
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-left", "border-radius", "border-right",
    "border-top", "color", "display", "font-family", "font-size", "font-style", "font-weight", "height", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "vertical-align",
    "white-space", "width",
}  # fmt: skip
_EVERYWHERE = {"align", "bgcolor", "dir", "height", "lang", "style", "title", "valign", "width"}
_TELLING = {"class", "id"}  # kept where they say what is quoted: see `html_quotes`
_FETCHES = re.compile(r"url\s*\(|[\\@]", re.IGNORECASE)  # in a style: an address, or an escape that hides one
# Fetches nothing. `jpg` and `pjpeg` are no types of IANA's, but what programs write, and browsers look at the bytes.
_OWN_PICTURE = re.compile(
    r"data:image/(x-)?(a?png|p?jpe?g|jfif|gif|webp|avif|bmp)\s*(;\s*[\w-]+=[\w.-]*\s*)*;\s*base64\s*,|cid:",
    re.IGNORECASE,
)
_LINK = re.compile(r"(https?|mailto|tel):|#", re.IGNORECASE)
# What browsers leave out of an address before they read it (URL Standard, section 4.4): C0 controls and blanks around
# it, tabs and line ends within it.
_AROUND = "".join(map(chr, range(0x21)))
_WITHIN = str.maketrans("", "", "\t\n\r")

_LONGEST = 2_000_000  # characters
_MOST_TAGS = 50_000  # far beyond what any program writes


def sanitised(html: str, *, images: bool) -> str | None:
    """`html` without anything active; None where it is made to keep a computer busy.

    Links open apart and tell the target nothing. Pictures that are in the mail itself stay; remote ones only with
    `images`, as fetching them tells the sender that the mail is read.
    """
    if len(html) > _LONGEST or html.count("<") > _MOST_TAGS or keeps_busy(html):
        return None
    html = html.replace("\0", "")  # no character of HTML: each would be a piece of its own

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute in {"src", "href"}:
            value = value.translate(_WITHIN).strip(_AROUND)
        if attribute == "src":
            return value if _OWN_PICTURE.match(value) or (images and _is_remote(value)) else None
        if attribute == "href":
            return value if _LINK.match(value) else None
        if attribute in _TELLING or (tag, attribute) in {("div", "name"), ("blockquote", "type")}:
            return value if TELLS.search(value) or value.lower() == "cite" else None
        if attribute == "style":
            return None if _FETCHES.search(value) else value
        return value

    attributes = {**nh3.ALLOWED_ATTRIBUTES}
    attributes["*"] = attributes.get("*", set()) | _EVERYWHERE | _TELLING
    attributes["blockquote"] = attributes.get("blockquote", set()) | {"type"}
    attributes["div"] = attributes.get("div", set()) | {"name"}
    attributes["a"] = {"href", "name"}
    attributes["img"] = {"src", "alt", "width", "height"}
    attributes["font"] = {"color", "face", "size"}
    attributes["table"] = attributes.get("table", set()) | {"border", "cellpadding", "cellspacing"}
    return nh3.clean(
        in_short_runs(html),
        tags=_TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes=attributes,
        attribute_filter=keep,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _is_remote(address: str) -> bool:
    return address.strip().lower().startswith(("http://", "https://", "//"))
