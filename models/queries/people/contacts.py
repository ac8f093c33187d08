"""Persons (and machines, and lists) to show, with their strength as of a moment."""
