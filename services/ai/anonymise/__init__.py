"""People's names, addresses and numbers kept from a model: placeholders in what it is told, undone in its answer."""
