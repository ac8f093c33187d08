"""How many files and connections a process may have open."""

import resource

_ENOUGH = 65_536


def allow_many() -> int:
    """Raise the soft limit, often 1,024, towards the hard one: each open page is a connection. Returns the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(_ENOUGH, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
