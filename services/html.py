"""HTML mail made safe to show: no scripts, no forms, no remote images unless asked for."""

import re

import nh3

_TAGS = nh3.ALLOWED_TAGS | {"font", "center"}
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-left", "border-radius", "border-right",
    "border-top", "color", "display", "font-family", "font-size", "font-style", "font-weight", "height", "line-height",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "vertical-align",
    "white-space", "width",
}  # fmt: skip
_EVERYWHERE = {"align", "bgcolor", "dir", "height", "lang", "style", "title", "valign", "width"}
_URL = re.compile(r"url\s*\(", re.IGNORECASE)


def sanitised(html: str, *, images: bool) -> str:
    """`html` without anything active. Links open apart and tell the target nothing."""

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src" and not images and not value.startswith("data:image/"):
            return None
        if attribute == "style" and _URL.search(value):
            return None
        return value

    attributes = {**nh3.ALLOWED_ATTRIBUTES}
    attributes["*"] = attributes.get("*", set()) | _EVERYWHERE
    attributes["a"] = {"href", "name"}
    attributes["img"] = {"src", "alt", "width", "height"}
    attributes["font"] = {"color", "face", "size"}
    attributes["table"] = attributes.get("table", set()) | {"border", "cellpadding", "cellspacing"}
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes=attributes,
        attribute_filter=keep,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
