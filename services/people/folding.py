"""How names are compared."""

from base.folding import fold as fold
