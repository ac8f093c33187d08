"""Lines that were broken for transport, joined again (RFC 3676)."""

from itertools import groupby

_SIGNATURE = "-- "  # it ends in a space and still does not flow (section 4.3)


def unflow(text: str, *, drop_space: bool) -> str:
    """`text` as its writer saw it: a line that ends in a space goes on in the next of the same quote depth."""
    lines: list[str] = []
    for depth, group in groupby(text.split("\n"), key=_depth):
        mark = f"{'>' * depth} " if depth else ""
        paragraph: list[str] = []
        for line in group:
            content = line[depth:].removeprefix(" ")
            flowing = content.endswith(" ") and content != _SIGNATURE
            if content == _SIGNATURE and paragraph:  # a paragraph that nobody ended ends here
                lines.append(mark + "".join(paragraph))
                paragraph = []
            paragraph.append(content[:-1] if flowing and drop_space else content)
            if not flowing:
                lines.append(mark + "".join(paragraph))
                paragraph = []
        if paragraph:
            lines.append(mark + "".join(paragraph))
    return "\n".join(lines)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))
