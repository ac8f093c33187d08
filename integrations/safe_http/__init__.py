"""The one way to fetch an address that came from data: only what lies in the public internet, and only so much."""
