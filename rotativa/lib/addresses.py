"""Which addresses belong to the public Internet.

The list is our own: `is_global` of Python 3.11 says yes to multicast, to 6to4 and NAT64 forms of
127.0.0.1 and to several reserved blocks. It follows the special-purpose registries of IANA
(RFC 6890 and later); where they leave room for doubt, the block is refused.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address

NOT_PUBLIC_4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host agent, public only in form
        "169.254.0.0/16",  # link-local; cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
    )
)

# Everything outside is loopback, mapped, NAT64, unique local, link-local, site-local, multicast,
# discard-only, segment routing or not given out.
UNICAST_6 = IPv6Network("2000::/3")

NOT_PUBLIC_6 = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, AMT, ORCHID, DRIP
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # 6bone, returned
        "3fff::/20",  # documentation
    )
)


def parse_address(text: str) -> IPAddress:
    """Read an address; an IPv4 address that IPv6 wraps is that IPv4 address.

    Raises ValueError for anything else, names and zones (`fe80::1%eth0`) included.
    """
    if "%" in text:
        raise ValueError("an address with a zone is local")
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def is_public(address: IPAddress) -> bool:
    """Say whether the address is plain unicast that anybody on the Internet may reach."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in NOT_PUBLIC_4)
    return address in UNICAST_6 and not any(address in block for block in NOT_PUBLIC_6)
