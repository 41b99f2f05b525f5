"""Where a request comes from, as far as that can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that a provider gives to one customer, who may choose the others."""
A_FIRM = 48


def address_of(request: HttpRequest, *, proxies: int) -> str:
    """The visitor's address, or for IPv6 the network of one household.

    Each proxy adds the address it was asked from to the end of `X-Forwarded-For`; what stands before
    those of our own proxies was written by the visitor.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(forwarded):
        return household(forwarded[-proxies].strip()) or household(direct)
    return household(direct)


def network_of(visitor: str) -> str:
    """A wider one around an address: 256 of IPv4, or what a provider gives to a firm, a /48 of IPv6.

    Who has one address of it may well have the others. Empty for none.
    """
    if not visitor:
        return ""
    network = ip_network(visitor)
    return str(network.supernet(new_prefix=24 if network.version == 4 else A_FIRM))


def household(text: str) -> str:
    """Empty for what is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), ONE_HOUSEHOLD), strict=False))
