"""Whether two sites are strangers to browsers: what one of them does to cookies, the other never sees."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

EACH = "*."
"""Before a name: each thing has a host of its own below it."""


def is_each(origin: str) -> bool:
    return name_of(origin).startswith(EACH)


def name_of(origin: str) -> str:
    return urlsplit(origin).hostname or ""


def origin_for(origin: str, label: str) -> str:
    """That of one thing, whose label is the first part of its host's name; or the one of all."""
    return origin.replace(f"//{EACH}", f"//{label}.", 1)


def names(name: str, host: str) -> bool:
    """Whether a host is the one of this name, or for `*.name`, that one or any below it."""
    bare = name.removeprefix(EACH)
    return host == bare or (bare != name and host.endswith(f".{bare}"))


def fault_of_second_origin(origin: str, *, base_url: str, hosts: Iterable[str]) -> str:
    """Why pages of strangers must not run there beside the site; empty if they may."""
    parts = urlsplit(origin)
    name = name_of(origin).removeprefix(EACH)
    if "*" in name or (is_each(origin) and is_address(name)):
        return f"{origin} may have * as the first part of a name alone, as https://*.copies.example"
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
