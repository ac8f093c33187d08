"""Who hosts a company's mail, as its mail exchangers and its sender policy (SPF, RFC 7208) tell."""

from collections.abc import Iterable

# Ends of the names of mail exchangers, by the hosts' own manuals.
_EXCHANGERS = {
    "google": ("aspmx.l.google.com", ".aspmx.l.google.com", ".googlemail.com", "smtp.google.com"),
    "microsoft": (".mail.protection.outlook.com", ".mx.microsoft"),
    "icloud": (".mail.icloud.com",),
    "fastmail": (".messagingengine.com",),
    "proton": (".protonmail.ch",),
    "zoho": (".zoho.com", ".zoho.eu"),
}
_POLICIES = {
    "google": "include:_spf.google.com",
    "microsoft": "include:spf.protection.outlook.com",
    "icloud": "include:icloud.com",
    "fastmail": "include:spf.messagingengine.com",
    "proton": "include:_spf.protonmail.ch",
}
# Filters that stand before the host: who sends by the policy is who hosts.
_GATEWAYS = (".pphosted.com", ".ppe-hosted.com", ".mimecast.com", ".barracudanetworks.com", ".iphmx.com")


def by_exchangers(names: Iterable[str]) -> str:
    """The host, "gateway" where a filter hides it, or "" where nobody known is named."""
    named = [name.lower().rstrip(".") for name in names]
    for host, ends in _EXCHANGERS.items():
        if any(name == end or (end[0] == "." and name.endswith(end)) for name in named for end in ends):
            return host
    return "gateway" if any(name.endswith(_GATEWAYS) for name in named) else ""


def by_policy(texts: Iterable[str]) -> str:
    """The host that the sender policy among these texts names; "" for none, or for several."""
    policy = next((text.lower().split() for text in texts if text.lower().startswith("v=spf1")), [])
    hosts = [host for host, term in _POLICIES.items() if term in policy]
    return hosts[0] if len(hosts) == 1 else ""
