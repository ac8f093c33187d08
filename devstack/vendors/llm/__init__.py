"""Vendors of language models: they speak the protocols, and understand nothing of what they are told."""
