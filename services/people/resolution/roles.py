"""Is an address nobody's in particular: a role's, a list's, a machine's?"""

from collections.abc import Iterable

from services.mime.machine_addresses import is_machine, is_role
from services.mime.office_names import is_offices_name


def is_nobodys(address: str, names: Iterable[str]) -> bool:
    """By the address without its +tag ("ida+orders@" is Ida's), and by the display names that mail gives it."""
    local, _, domain = address.rpartition("@")
    bare = f"{local.partition('+')[0] or local}@{domain}"
    return is_role(bare) or is_machine(address) or any(is_offices_name(name, address) for name in names)
