"""Loads every resource, so that its handlers are registered."""

from devstack.simulator.gmail import attachments, drafts, history, labels, messages, profile, sending, settings, threads

__all__ = ["attachments", "drafts", "history", "labels", "messages", "profile", "sending", "settings", "threads"]
