"""Domain-free helpers: settings, errors, ids, clock, logging. Imports nothing else of Kith."""
