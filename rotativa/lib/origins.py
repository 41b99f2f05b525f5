"""Whether two sites are strangers to browsers: what one of them does to cookies, the other never sees."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def fault_of_second_origin(origin: str, *, base_url: str, hosts: Iterable[str]) -> str:
    """Why pages of strangers must not run there beside the site; empty if they may."""
    parts = urlsplit(origin)
    name = parts.hostname or ""
    if not name.isascii():
        return f"{name} must be written in ASCII (xn--…), as browsers send it"
    if base_url.startswith("https://") and parts.scheme != "https":
        return f"{origin} must begin with https://, as base_url does"
    for host in [urlsplit(base_url).hostname or "", *hosts]:
        if host == "*":
            return "allowed_hosts has *, so that the site would answer there, too"
        if share_cookies(name, host.lstrip(".").lower()):
            return (
                f"{name} shares cookies with {host.lstrip('.')}: take a domain of its own, such as "
                "https://paper-copies.example"
            )
    return ""


def share_cookies(one: str, other: str) -> bool:
    """Whether a page of one host can set a cookie that the other is sent."""
    return registered(one) == registered(other)


def registered(host: str) -> str:
    """The part of a name that somebody has registered, and below which cookies are shared.

    By the list of public suffixes that `tld` brings; what is not in it has one label, as browsers
    have it.
    """
    if is_address(host) or "." not in host:
        return host
    from tld import get_fld  # noqa: PLC0415  # reads its list, which a site without replay has no use for

    found = get_fld(f"http://{host}", fail_silently=True, search_private=True)
    return found or ".".join(host.split(".")[-2:])


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
