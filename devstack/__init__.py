"""Everything that lets Kith run with no account and no server, beside the product."""
