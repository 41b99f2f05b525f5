"""Sites that answer for their films and posts, and those that do not.

Patterns and endpoints of the great ones come from Wagtail's list, which is kept up to date; the
ones it lacks stand here. A site in neither list is asked for its page, which may name an endpoint
(`discovery.py`): so every PeerTube, Mastodon and WordPress is served.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from wagtail.embeds import oembed_providers as known

VIDEO, SOCIAL, OTHER = "video", "social", "other"


@dataclass(frozen=True)
class Provider:
    name: str
    kind: str
    endpoint: str
    addresses: tuple[str, ...]
    """Patterns of what it serves."""

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Made when somebody asks for the first time: all of them take a tenth of a second."""
        return tuple(re.compile(address, re.IGNORECASE) for address in self.addresses)

    def serves(self, url: str) -> bool:
        return any(pattern.match(url) for pattern in self.patterns)

    def question(self, url: str) -> str:
        return f"{self.endpoint}?{urlencode({'url': url, 'format': 'json'})}"


def provider(name: str, kind: str, data: dict[str, str | list[str]], *more: str) -> Provider:
    """Make a provider from an entry of Wagtail's list and from patterns of our own."""
    endpoint = str(data["endpoint"]).replace("{format}", "json")
    return Provider(name, kind, endpoint, (*data["urls"], *more))


PROVIDERS = (
    provider("YouTube", VIDEO, known.youtube),
    provider("Vimeo", VIDEO, known.vimeo),
    provider("Dailymotion", VIDEO, known.dailymotion, r"^https?://dai\.ly/.+$"),
    provider("TED", VIDEO, known.ted),
    provider(
        "TikTok",
        VIDEO,
        {
            "endpoint": "https://www.tiktok.com/oembed",
            "urls": [r"^https?://(?:www\.|m\.|vm\.)?tiktok\.com/.+$"],
        },
    ),
    provider(
        "X",
        SOCIAL,
        known.twitter,
        r"^https?://(?:www\.|mobile\.)(?:twitter|x)\.com/[^#?/]+/status/.+$",
    ),
    provider(
        "Bluesky",
        SOCIAL,
        {
            "endpoint": "https://embed.bsky.app/oembed",
            "urls": [r"^https?://bsky\.app/profile/[^/]+/post/.+$"],
        },
    ),
    provider("Reddit", SOCIAL, known.reddit),
    provider("SoundCloud", OTHER, known.soundcloud),
    provider("Spotify", OTHER, known.spotify),
    provider("Mixcloud", OTHER, known.mixcloud),
    provider("Flickr", OTHER, known.flickr),
)

# These answer only to those who have registered with them: a plain link is what there is.
CLOSED_SITES = {
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "instagram.com": "Instagram",
    "threads.com": "Threads",
    "threads.net": "Threads",
    "linkedin.com": "LinkedIn",
}


def provider_of(url: str) -> Provider | None:
    return next((provider for provider in PROVIDERS if provider.serves(url)), None)


def closed_site_of(url: str) -> str | None:
    host = site_of(url)
    return next(
        (name for site, name in CLOSED_SITES.items() if f".{host}".endswith(f".{site}")), None
    )


def site_of(url: str) -> str:
    """Return the host as readers know it; it is what a card names, whatever the answer claims."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
