"""Is an address nobody's in particular: a role's, a list's, a machine's?"""

from collections.abc import Collection

from services.mime.machine_addresses import is_machine, is_role
from services.mime.office_names import is_offices_name
from services.people.display_names import belonging
from services.people.resolution.office_addresses import is_firms_name, is_offices_address


def is_nobodys(address: str, names: Collection[str]) -> bool:
    """By the address without its +tag ("ida+orders@" is Ida's), and by the display names that mail gives it.

    A firm's name tells it where nobody's stands in the local part: "North Clinic", "Ida Okafor" of desk4@north-clinic.…
    """
    local, _, domain = address.rpartition("@")
    bare = f"{local.partition('+')[0] or local}@{domain}"
    if is_role(bare) or is_machine(address) or is_offices_address(bare, names):
        return True
    if any(is_offices_name(name, address) for name in names):
        return True
    firms = [name for name in names if is_firms_name(name, address)]
    return bool(firms) and not any(belonging(name, f"{local}@") > 1 for name in names if name not in firms)
