"""The words of a search that are no words: Gmail's operators for labels (Gmail Help, "Refine searches in Gmail").

`label:work`, `in:trash`, `is:unread`, `category:updates`, each also with a minus; `in:anywhere` for spam, trash and
drafts too. A name with blanks stands in quotation marks, or with hyphens.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.contracts.mail.messages import HIDDEN_LABELS

_OPERATOR = re.compile(
    r'(?<!\S)(-?)(label|in|is|category):(?:"([^"]+)"|([^\s"]+))(?!\S)'
    r'|"[^"]*"',  # within a phrase there is none
    re.IGNORECASE,
)
# What Gmail calls otherwise than its API does. Categories have ids of their own kind.
_NAMES = {"drafts": "DRAFT", "chats": "CHAT", "bin": "TRASH"}
_ANYWHERE, _READ = "anywhere", "read"


@dataclass(frozen=True)
class AskedLabel:
    """A label, by name or by id, that is to be there, or not."""

    name: str
    wanted: bool = True


@dataclass(frozen=True)
class Question:
    """What somebody looks for."""

    words: str
    labels: tuple[AskedLabel, ...] = ()
    anywhere: bool = False

    @property
    def operators(self) -> bool:
        """Is anything asked for beside words?"""
        return bool(self.labels) or self.anywhere


def read_question(text: str) -> Question:
    """Words and operators apart."""
    labels: list[AskedLabel] = []
    anywhere = False
    words: list[str] = []
    end = 0
    for found in _OPERATOR.finditer(text):
        minus, operator, quoted, plain = found.groups()
        if operator is None:
            continue
        words.append(text[end : found.start()])
        end = found.end()
        name = quoted or plain
        if (operator.lower(), name.lower()) == ("in", _ANYWHERE):
            anywhere = not minus
        else:
            labels.append(_label(operator.lower(), name, wanted=not minus))
    return Question(" ".join([*words, text[end:]]), tuple(labels), anywhere)


def _label(operator: str, name: str, *, wanted: bool) -> AskedLabel:
    if operator == "category":
        return AskedLabel(f"CATEGORY_{name.upper()}".replace("PRIMARY", "PERSONAL"), wanted)
    if operator == "is" and name.lower() == _READ:
        return AskedLabel("UNREAD", not wanted)
    return AskedLabel(_NAMES.get(name.lower(), name), wanted)


def hidden_from(labels: Sequence[AskedLabel], *, anywhere: bool) -> frozenset[str]:
    """Which of HIDDEN_LABELS whoever asks for these labels does not want to see."""
    asked = {label.name.upper() for label in labels if label.wanted}
    if anywhere or asked & {"SPAM", "TRASH"}:  # drafts that were thrown away too
        return frozenset()
    return HIDDEN_LABELS - asked
