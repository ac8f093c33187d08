"""Google's identity side: OpenID Connect, OAuth grants, push tokens."""
