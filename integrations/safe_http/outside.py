"""What lies outside: the addresses that a client for strangers' addresses may connect to."""

from ipaddress import ip_network

from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach

# ssrfguard has what IANA's registries say is special, and lets pass what they do not mention. Of IPv6 only an eighth is
# given out to be reached from everywhere; the rest is what gateways and old drafts have a use for (::ffff:0:127.0.0.1).
_REST_OF_IPV6 = (
    Block(ip_network("::/0"), "Not given out", "RFC 4291", Reach.DENIED),
    Block(ip_network("2000::/3"), "Global Unicast", "RFC 4291", Reach.PERMITTED),
)

# http and https, ports 80 and 443, no user names. A name of which one answer is refused is refused as a whole.
OUTSIDE = Policy(denied_networks=AddressTable((*DEFAULT_DENIED.blocks, *_REST_OF_IPV6)))
