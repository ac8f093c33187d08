"""Frozen dataclasses that cross Temporal and the API. Plain data: no library beyond the standard one."""
