"""Who may read the mails of others: whoever sits at the machine of a demo, and nobody else."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from rotativa.lib.config import LOOPBACK

LEFT_BY_PROXIES = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def is_open(request: HttpRequest) -> bool:
    """The site says that it is a demo, and the request that nobody else's machine sent it."""
    return settings.SHOWS_MAIL and is_from_here(request)


def is_from_here(request: HttpRequest) -> bool:
    """A proxy or a tunnel on this machine brings strangers: their marks count as strangers do."""
    host, _port = split_domain_port(request.get_host())
    if host.strip("[]") not in LOOPBACK or any(map(request.headers.get, LEFT_BY_PROXIES)):
        return False
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
