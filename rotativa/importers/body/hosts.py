"""Knows addresses of videos, posts and maps, and their form for readers."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qs, quote_plus, unquote_plus, urlsplit


@dataclass(frozen=True, slots=True)
class Known:
    kind: Literal["video", "social", "map"]
    url: str
    name: str = ""


_EMBEDDED = (
    # address without scheme and www → address for readers
    (
        r"youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/([\w-]{6,})",
        r"www.youtube.com/watch?v=\1",
    ),
    (r"player\.vimeo\.com/video/(\d+)(?:\?(?:.*&)?h=(\w+).*)?", r"vimeo.com/\1/\2"),
    (r"vimeo\.com/moogaloop\.swf\?(?:.*&)?clip_id=(\d+)", r"vimeo.com/\1"),
    (
        r"(?:geo\.)?dailymotion\.com/(?:embed/|swf/)(?:video/)?(\w+)",
        r"www.dailymotion.com/video/\1",
    ),
    (r"geo\.dailymotion\.com/player(?:/\w+)?\.html\?video=(\w+)", r"www.dailymotion.com/video/\1"),
    (r"embed(?:-ssl)?\.ted\.com/(.+)", r"www.ted.com/\1"),
    (r"(?:videopress|video\.wordpress)\.com/embed/(\w+)", r"videopress.com/v/\1"),
    (r"rumble\.com/embed/(\w+)", r"rumble.com/embed/\1/"),
    (r"streamable\.com/[eos]/(\w+)", r"streamable.com/\1"),
    (r"loom\.com/embed/(\w+)", r"www.loom.com/share/\1"),
    (r"odysee\.com/\$/embed/(.+)", r"odysee.com/\1"),
    (r"([\w.-]+)/videos/embed/([\w-]{22,36})", r"\1/w/\2"),
    (r"platform\.twitter\.com/embed/.*[?&]id=(\d+).*", r"x.com/i/status/\1"),
    (r"(instagram\.com/(?:p|reel|tv)/[\w-]+)/embed.*", r"www.\1/"),
    (r"tiktok\.com/embed/(?:v\d/)?(\d+)", r"www.tiktok.com/@/video/\1"),
    (r"(linkedin\.com)/embed/(feed/update/[\w:%]+)", r"www.\1/\2"),
    (r"(t\.me/\w+/\d+)\?.*embed=1.*", r"\1"),
    (
        r"embed\.bsky\.app/embed/(did:[\w:]+)/app\.bsky\.feed\.post/(\w+)",
        r"bsky.app/profile/\1/post/\2",
    ),
    (r"([\w.-]+/@[\w.@-]+/\d+)/embed", r"\1"),
    (r"assets\.pinterest\.com/ext/embed\.html\?id=(\d+).*", r"www.pinterest.com/pin/\1/"),
)
_VIDEOS = (
    r"(?:m\.|music\.)?youtube\.com/(?:watch\?|playlist\?|shorts/|live/|clip/).+",
    r"youtu\.be/[\w-]+",
    r"vimeo\.com/(?:(?:channels|groups|album|showcase)/[\w/]+/|event/|ondemand/[\w/]+)?\d+.*",
    r"vimeo\.com/ondemand/\w+.*",
    r"dailymotion\.com/(?:video|playlist)/.+",
    r"dai\.ly/\w+",
    r"ted\.com/talks/.+",
    r"(?:videopress\.com|video\.wordpress\.com)/v/\w+.*",
    r"wordpress\.tv/\d{4}/\d\d/\d\d/.+",
    r"(?:clips\.)?twitch\.tv/(?:videos/)?\w+.*",
    r"player\.twitch\.tv/.+",
    r"rumble\.com/(?:embed/)?v\w+.*",
    r"odysee\.com/.+",
    r"streamable\.com/\w+",
    r"loom\.com/share/\w+.*",
    r"[\w-]+\.wistia\.com/medias/\w+.*|fast\.wistia\.(?:net|com)/embed/iframe/\w+.*",
    r"bilibili\.com/video/\w+.*|player\.bilibili\.com/.+",
    r"rutube\.ru/(?:video|play/embed)/\w+.*",
    r"vk\.com/(?:video|video_ext\.php).+|vkvideo\.ru/.+",
    r"(?:m\.)?facebook\.com/(?:watch/?\?|[^/]+/videos/|video\.php\?|reel/).+",
    r"fb\.watch/[\w-]+.*",
    r"(?:v|media)\.ccc\.de/v/.+",
    r"[\w.-]+/w/(?:p/)?(?:[\w-]{36}|\w{22})(?:\?.*)?",
    r"[\w.-]+/videos/watch/[\w-]{22,36}.*",
    r"archive\.org/(?:details|embed)/[^/]+",
    r"c-span\.org/video/.+|cloudup\.com/\w+|animoto\.com/play/\w+|screencast\.com/t/\w+",
)
_POSTS = (
    r"(?:m(?:obile)?\.)?(?:twitter|x)\.com/(?:#!/)?(?:\w+|i/web)/status(?:es)?/\d+.*",
    r"instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+.*",
    r"instagr\.am/p/[\w-]+.*",
    r"(?:vm\.|m\.)?tiktok\.com/(?:@[\w.]*/(?:video|photo)/\d+|t/\w+|Z\w+).*",
    r"(?:m\.)?facebook\.com/(?:[^/]+/(?:posts|activity|photos)/|permalink\.php|story\.php|photo(?:\.php|/)|notes/|media/set|groups/[^/]+/(?:posts|permalink)/).+",
    r"bsky\.app/profile/[^/]+/post/\w+.*",
    r"threads\.(?:net|com)/@[\w.]+/post/[\w-]+.*",
    r"(?:old\.)?reddit\.com/r/\w+/comments/.+",
    r"linkedin\.com/(?:posts/|feed/update/).+",
    r"[\w-]+\.tumblr\.com/post/.+|tumblr\.com/[\w-]+/\d+.*",
    r"pinterest\.[a-z.]+/pin/.+|pin\.it/\w+",
    r"t\.me/(?:s/)?\w+/\d+.*",
    r"vk\.com/wall-?\d+_\d+.*",
    r"[\w.-]+/(?:users/[\w.-]+/statuses|@[\w.-]+(?:@[\w.-]+)?|notice)/\d{5,}",
)
_EMBEDDED_RES = tuple((re.compile(pattern), reader) for pattern, reader in _EMBEDDED)
_VIDEO = re.compile("|".join(f"(?:{pattern})" for pattern in _VIDEOS))
_POST = re.compile("|".join(f"(?:{pattern})" for pattern in _POSTS), re.IGNORECASE)
_MOST = 2000


def recognise(url: str) -> Known | None:
    """What stands behind the address, when its host is known."""
    url = f"https:{url}" if url.startswith("//") else url.strip()
    if len(url) > _MOST or not url.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    rest = url.split("//", 1)[1].partition("/")[2]
    return _map(host, parts) or _plugin(host, parts) or _card(url, f"{host}/{rest}")


def _card(url: str, address: str) -> Known | None:
    bare = address.partition("#")[0] if "/#!/" not in address else address
    for pattern, reader in _EMBEDDED_RES:
        found = pattern.match(bare)
        if found:
            bare = found.expand(reader).rstrip("/") if found.lastindex else bare
            url = f"https://{bare}"
            bare = bare.removeprefix("www.")
            break
    if _VIDEO.fullmatch(bare):
        return Known("video", url)
    if _POST.fullmatch(bare):
        return Known("social", url)
    return None


def _plugin(host: str, parts: SplitResult) -> Known | None:
    """Facebook's and others' frames carry the address in their query."""
    if host.endswith("facebook.com") and parts.path.startswith("/plugins/"):
        inner = parse_qs(parts.query).get("href", [""])[0]
        if inner.startswith(("http://", "https://")):
            kind: Literal["video", "social"] = "video" if "video" in parts.path else "social"
            return Known(kind, inner)
    return None


def _map(host: str, parts: SplitResult) -> Known | None:
    if host == "openstreetmap.org" and parts.path.startswith("/export/embed"):
        return _open_street_map(parts)
    is_google = re.fullmatch(r"(?:maps\.)?google\.[a-z.]{2,6}", host)
    if not is_google or not (host.startswith("maps.") or parts.path.startswith("/maps")):
        return None
    query = parse_qs(parts.query)
    place = (query.get("q") or query.get("query") or [""])[0]
    if parts.path.startswith("/maps/embed") and "pb" in query:
        return _google_embed(query["pb"][0])
    kept = "&".join(
        pair
        for pair in parts.query.split("&")
        if pair.partition("=")[0] not in {"output", "key", "source"}
    )
    path = parts.path if not parts.path.startswith("/maps/embed") else "/maps"
    return Known("map", f"https://{parts.netloc}{path}{'?' if kept else ''}{kept}", place)


def _google_embed(packed: str) -> Known:
    """`!2d<longitude>!3d<latitude>…!2s<place>`"""
    position = re.search(r"!2d(-?[\d.]+)!3d(-?[\d.]+)", packed)
    named = re.search(r"!1s(?:0x|[^!]*%3A)[^!]*!2s([^!]+)", packed)
    place = unquote_plus(named[1]) if named else ""
    point = f"{position[2]},{position[1]}" if position else ""
    query = point or quote_plus(place)
    url = f"https://www.google.com/maps/search/?api=1&query={query}"
    return Known("map", url, place or point)


def _open_street_map(parts: SplitResult) -> Known:
    query = parse_qs(parts.query)
    marker = query.get("marker", [""])[0].split(",")
    box = query.get("bbox", [""])[0]
    if len(marker) == 2:
        latitude, longitude = marker
        where = f"?mlat={latitude}&mlon={longitude}#map=15/{latitude}/{longitude}"
        return Known("map", f"https://www.openstreetmap.org/{where}", ", ".join(marker))
    return Known("map", f"https://www.openstreetmap.org/{f'?bbox={box}' if box else ''}", box)
