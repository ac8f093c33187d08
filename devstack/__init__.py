"""Everything that lets Kith run with no account and no server. It knows the product by URL only."""
