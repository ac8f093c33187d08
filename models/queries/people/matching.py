"""How well somebody matches what is looked for, as SQL over `person_search s`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

NAMED, BEGINS, INSIDE, TYPO = range(4)  # from the best on


@dataclass(frozen=True)
class Wording:
    """Folded words that all have to match. `blind` says of each what it is in notes and phones, as a tsquery."""

    words: Sequence[str]
    blind: Sequence[str | None]

    def at_most(self, level: int) -> str:
        """A condition: they match as well as that. A parameter each costs a tenth of what an array of words does."""
        if level == NAMED:
            return " AND ".join(f"s.names LIKE :named_{place}" for place in range(len(self.words)))
        name = "begins" if level == BEGINS else "inside"
        return " AND ".join(f"({self._word(name, place)})" for place in range(len(self.words)))

    def _word(self, name: str, place: int) -> str:
        blind = f" OR s.terms @@ CAST(:blind_{place} AS tsquery)" if self.blind[place] else ""
        return f"s.words LIKE :{name}_{place}{blind}"

    def exactly(self, level: int) -> str:
        """A condition: as well as that, and no better."""
        better = "" if level == NAMED else f" AND NOT ({self.at_most(level - 1)})"
        return f"({self.at_most(level)}{better})"

    def level(self) -> str:
        """A value: how well they match; NULL for not at all."""
        ranks = " ".join(f"WHEN {self.at_most(level)} THEN {level}" for level in (NAMED, BEGINS, INSIDE))
        return f"CASE {ranks} END"

    def parameters(self) -> dict[str, Any]:
        """Those of the conditions."""
        found: dict[str, Any] = {}
        for place, (word, blind) in enumerate(zip(self.words, self.blind, strict=True)):
            literal = _literal(word)
            patterns = {"named": f"% {literal} %", "begins": f"% {literal}%", "inside": f"%{literal}%", "blind": blind}
            found |= {f"{name}_{place}": value for name, value in patterns.items() if value is not None}
        return found


@dataclass(frozen=True)
class AmongIds:
    """Narrows persons `p` to these."""

    ids: Collection[UUID]

    def condition(self) -> str:
        """What follows a WHERE."""
        return "AND p.id = ANY(:matching)"

    def parameters(self) -> dict[str, Any]:
        """Those of the condition."""
        return {"matching": list(self.ids)}


@dataclass(frozen=True)
class AtLevel:
    """Narrows persons `p` to those who match as `level` says and no better: for where very many do."""

    wording: Wording
    level: int

    def condition(self) -> str:
        """What follows a WHERE. A value and no EXISTS: the planner takes patterns for rare, and would look for all."""
        return f"""
            AND (SELECT {self.wording.exactly(self.level)} FROM person_search s
                 WHERE s.user_id = :user_id AND s.person_id = p.id)
        """  # noqa: S608 - made of the names of parameters only

    def parameters(self) -> dict[str, Any]:
        """Those of the condition."""
        return self.wording.parameters()


Match = AmongIds | AtLevel


def _literal(word: str) -> str:
    """LIKE's own characters, taken literally."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
