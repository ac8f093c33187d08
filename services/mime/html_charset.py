"""The charset that HTML names itself, where the mail's headers name none."""

import re

# A browser looks at as much of a page (WHATWG HTML, "prescan a byte stream"); mail's heads are longer.
_HEAD = 4_096  # bytes
_META = re.compile(rb"""<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:+-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\s{0,9}<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.:+-]{2,40})""", re.IGNORECASE)


def charset_of_html(data: bytes) -> str | None:
    """The charset in a meta element, or in XML's declaration; None where there is neither."""
    if data.isascii():
        return None
    head = data[:_HEAD]
    found = _META.search(head) or _XML.match(head)
    name = found[1].decode("ascii", "replace").lower() if found else None
    # What says so in ASCII is not in UTF-16 (as above).
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name
