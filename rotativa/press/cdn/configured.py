"""The CDN that the site is set to tell of what it prints."""

import atexit
from functools import cache

from django.conf import settings

from rotativa.lib.config_parts import CdnConfig
from rotativa.press.cdn import Cdn
from rotativa.press.cdn.cloudflare import Cloudflare
from rotativa.press.cdn.fastly import Fastly
from rotativa.press.cdn.purger import Purger
from rotativa.press.cdn.varnish import Varnish


def cdn() -> Cdn | None:
    """A bucket cannot send a tag to Cloudflare: there it is told addresses."""
    has_bucket = bool(settings.PRINTED_BUCKET.name)
    return cdn_of(settings.CDN, settings.WAGTAILADMIN_BASE_URL if has_bucket else "")


@cache
def cdn_of(config: CdnConfig, site: str) -> Cdn | None:
    token, api = config.token.get_secret_value(), config.endpoint
    match config.how:
        case "fastly":
            return Fastly(service=config.service, token=token, **({"api": api} if api else {}))
        case "cloudflare":
            return Cloudflare(
                zone=config.service, token=token, site=site, **({"api": api} if api else {})
            )
        case "varnish":
            return Varnish(endpoint=config.endpoint)
    return None


@cache
def purger_of(config: CdnConfig, site: str) -> Purger | None:
    found = cdn_of(config, site)
    if found is None:
        return None
    purger = Purger(found)
    atexit.register(purger.finish)
    return purger


def purger() -> Purger | None:
    has_bucket = bool(settings.PRINTED_BUCKET.name)
    return purger_of(settings.CDN, settings.WAGTAILADMIN_BASE_URL if has_bucket else "")


def settle() -> None:
    """Tell the CDN what waits, before a process that prints ends; forks end without `atexit`."""
    told = purger()
    if told is not None:
        told.finish()
