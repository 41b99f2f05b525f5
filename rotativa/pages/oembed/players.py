"""Players that can stand in our page once the reader asks: their hosts, and which one a URL has.

The hosts go into the Content-Security-Policy (`frame-src`), so nothing else can be framed.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlencode, urlsplit

YOUTUBE = "https://www.youtube-nocookie.com"
VIMEO = "https://player.vimeo.com"
DAILYMOTION = "https://geo.dailymotion.com"
TIKTOK = "https://www.tiktok.com"
SOUNDCLOUD = "https://w.soundcloud.com"
SPOTIFY = "https://open.spotify.com"

PLAYER_HOSTS = (YOUTUBE, VIMEO, DAILYMOTION, TIKTOK, SOUNDCLOUD, SPOTIFY)

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_START = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?")
_VIMEO = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{1,12})(?:/([0-9a-f]{6,20}))?/?"
)
_DAILYMOTION = re.compile(r"/(?:embed/)?video/([A-Za-z0-9]{5,20})(?:_[^/]*)?/?")
_TIKTOK = re.compile(r"/@[\w.-]+/video/(\d{5,25})/?")
_SOUNDCLOUD = re.compile(r"/[\w-]+(?:/[\w-]+){1,2}/?")
_SPOTIFY = re.compile(
    r"/(?:intl-[a-z]{2}/)?(track|album|artist|playlist|episode|show)/([A-Za-z0-9]{10,30})/?"
)

Query = dict[str, list[str]]


def player_of(url: str) -> str | None:
    """Return the address of the player for a film or sound, or None where there is no player."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    make = _PLAYERS.get(host.removeprefix("www.").removeprefix("m."))
    return make(host, parts.path, parse_qs(parts.query, max_num_fields=50)) if make else None


def _youtube(host: str, path: str, query: Query) -> str | None:
    first, _slash, rest = path.strip("/").partition("/")
    if host.endswith("youtu.be"):
        film = first
    elif first in {"shorts", "live", "embed", "v"}:
        film = rest.partition("/")[0]
    else:
        film = query.get("v", [""])[0] if first == "watch" else ""
    if not _YOUTUBE_ID.fullmatch(film):
        return None
    asked = {"autoplay": 1, "rel": 0}
    if start := _seconds((query.get("start") or query.get("t") or [""])[0]):
        asked["start"] = start
    return f"{YOUTUBE}/embed/{film}?{urlencode(asked)}"


def _seconds(moment: str) -> int:
    """Read 90, 90s or 1h2m3s."""
    match = _START.fullmatch(moment)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(host: str, path: str, query: Query) -> str | None:  # noqa: ARG001 - one of a family
    match = _VIMEO.fullmatch(path)
    if match is None:
        return None
    asked = {"autoplay": "1", "dnt": "1"}
    if secret := match[2] or query.get("h", [""])[0]:
        asked["h"] = secret
    return f"{VIMEO}/video/{match[1]}?{urlencode(asked)}"


def _dailymotion(host: str, path: str, query: Query) -> str | None:  # noqa: ARG001 - likewise
    path = f"/video{path}" if host == "dai.ly" else path
    match = _DAILYMOTION.fullmatch(path)
    return f"{DAILYMOTION}/player.html?video={match[1]}" if match else None


def _tiktok(host: str, path: str, query: Query) -> str | None:  # noqa: ARG001 - likewise
    match = _TIKTOK.fullmatch(path)
    return f"{TIKTOK}/player/v1/{match[1]}?autoplay=1" if match else None


def _soundcloud(host: str, path: str, query: Query) -> str | None:  # noqa: ARG001 - likewise
    if not _SOUNDCLOUD.fullmatch(path):
        return None
    track = quote(f"https://soundcloud.com{path}", safe="")
    return f"{SOUNDCLOUD}/player/?url={track}&auto_play=true"


def _spotify(host: str, path: str, query: Query) -> str | None:  # noqa: ARG001 - likewise
    match = _SPOTIFY.fullmatch(path)
    return f"{SPOTIFY}/embed/{match[1]}/{match[2]}" if match else None


_PLAYERS: dict[str, Callable[[str, str, Query], str | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "dai.ly": _dailymotion,
    "tiktok.com": _tiktok,
    "soundcloud.com": _soundcloud,
    "open.spotify.com": _spotify,
}
