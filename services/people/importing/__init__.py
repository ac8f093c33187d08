"""Address books from outside: files of cards and tables."""
