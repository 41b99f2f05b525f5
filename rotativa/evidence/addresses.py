"""The addresses of sources: which are taken, and which of them mean the same page."""

import re
from urllib.parse import urldefrag

from django.utils.translation import gettext_noop as _

from rotativa.lib.destinations import parse_url
from rotativa.lib.fetch_errors import Refused

MAX_URL = 2000

# What newsletters, advertisers and buttons for sharing hang on an address. The page is the same.
TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs(?:enc|mi))=[^&]*&?"
)


def clean_url(url: str) -> str:
    """The address as it is kept; raises `lib.http.Refused` for one that nobody should be led to.

    Host names take their one ASCII form, and nothing that only marks who has passed it on is kept.
    """
    address, fragment = urldefrag(url.strip())
    kept = without_tracking(parse_url(address).url)
    if fragment and fragment.isprintable():
        kept = f"{kept}#{fragment}"
    if len(kept) > MAX_URL:  # letters that are not Latin become up to twelve signs each
        raise Refused(_("The address is too long."))
    return kept


def without_tracking(url: str) -> str:
    path, mark, query = url.partition("?")
    left = TRACKING.sub("", query).rstrip("&") if mark else ""
    return f"{path}?{left}" if left else path


def key_of(url: str) -> str:
    """The same for addresses that lead to the same page, as far as can be told without asking.

    With and without encryption, `www.`, a slash at the end, a place on the page.
    """
    destination = parse_url(urldefrag(url.strip())[0])
    target = without_tracking(destination.target)
    path, mark, query = target.partition("?")
    authority = destination.authority.removeprefix("www.")
    return f"{authority}{path.rstrip('/')}{mark}{query}"


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses mean the same page; ones that nobody should be led to mean none."""
    try:
        return key_of(one) == key_of(other)
    except Refused:
        return False
