"""How a mailbox leaves Kith: its job's steps, as ids and counts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Result of `leaving.stop`: what is to be done. Nothing where its owner has connected the mailbox anew."""

    goes: bool  # its grant is given back
    erases: bool  # its copy goes as well
    messages: int = 0  # that are known of it


@dataclass(frozen=True, kw_only=True)
class EraseStep:
    """Result of `leaving.erase`: messages that this step has erased, and whether nothing is left at all."""

    erased: int
    complete: bool


@dataclass(frozen=True, kw_only=True)
class LeavingResult:
    """Result of LeaveWorkflow."""

    erased: int = 0  # messages, those that were not stored among them
