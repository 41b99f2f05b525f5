"""Addresses in the old site: where it was, and where a text stood in it."""

import re
from datetime import UTC, datetime, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rotativa.importers.records import ImportRefused

USUAL = "/:slug/"
WHOLE = re.compile(r"https?://[^\s\"'<>\\]{1,2000}")
PLACE = re.compile(r":([a-z_]+)|\{([a-z_]+)\}")
"""As Ghost 1 wrote them in its settings, and as `routes.yaml` does since."""


def site_of(url: str) -> str:
    """Where the site was, without the last slash."""
    if not url:
        return ""
    url = url.strip().rstrip("/")
    try:
        is_whole = bool(WHOLE.fullmatch(url) and urlsplit(url).hostname)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ImportRefused(
            _(
                "“%(url)s” is not the address of a site: name it like https://blog.example with --url."
            )
            % {"url": url[:200]}
        )
    return url


def zone_of(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC


def path_of(pattern: str, told: dict[str, str]) -> str:
    """`/2024/05/tides/` for `/:year/:month/:slug/`; empty where the pattern names what nobody tells."""
    if any((found[1] or found[2]) not in told for found in PLACE.finditer(pattern)):
        return ""
    return PLACE.sub(lambda found: told[found[1] or found[2]], pattern)


def parts_of_date(moment: datetime | None, zone: tzinfo) -> dict[str, str]:
    if moment is None:
        return {}
    local = moment.astimezone(zone)
    return {"year": f"{local:%Y}", "month": f"{local:%m}", "day": f"{local:%d}"}
