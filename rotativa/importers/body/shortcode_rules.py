"""What WordPress's shortcodes become in HTML; the rules read it from there."""

import re
from collections.abc import Sequence
from html import escape, unescape

from rotativa.importers.body.shortcodes import Rewrite, Shortcode, element

_PICTURE = re.compile(
    r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
_SOUNDS = ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac", "url")
_FILMS = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "url")
_NAMED_ALONE = re.compile(r"[_-]")
_ALONE = frozenset({"toc", "gallery", "playlist", "archives", "sitemap", "contact"})
_TEXT_ONLY = re.compile(r"<[^>]*>")


def rules(attached: Sequence[str]) -> dict[str, Rewrite]:
    """The shortcodes that we know; `attached` are the pictures of a gallery that names none."""

    def gallery(shortcode: Shortcode) -> str:
        wanted = shortcode.get("ids", "include") or ",".join(attached)
        left_out = set(shortcode.get("exclude").replace(" ", "").split(","))
        ids = [number for number in re.findall(r"\d+", wanted) if number not in left_out]
        return element("rotativa-gallery", source=shortcode.source, ids=",".join(ids))

    return {**_RULES, "gallery": gallery}


def kept(shortcode: Shortcode) -> str:
    """A shortcode that we do not know: its content is read, its tags are reported."""
    if shortcode.content is not None:
        tag = element("rotativa-shortcode", class_="layout", source=unescape(shortcode.source))
        return f"{tag}{shortcode.content}"
    if not (shortcode.named or shortcode.source.endswith("/]")):
        is_one = _NAMED_ALONE.search(shortcode.name) or shortcode.name in _ALONE
        if shortcode.unnamed or not (is_one and shortcode.is_alone):
            return shortcode.source
    return element("rotativa-shortcode", source=unescape(shortcode.source))


def _caption(shortcode: Shortcode) -> str:
    content = shortcode.content or ""
    found = _PICTURE.fullmatch(content)
    picture, words = (found[1], found[2]) if found else (content, "")
    words = shortcode.named.get("caption", "") or words
    align, identity = shortcode.get("align"), shortcode.get("id")
    opening = f'<figure class="wp-caption {escape(align)} {escape(identity)}">'
    return f"{opening}{picture}<figcaption>{words.strip()}</figcaption></figure>"


def _address(url: str) -> str:
    return f"<p>{escape(url.strip(), quote=False)}</p>"


def _embed(shortcode: Shortcode) -> str:
    content = unescape(_TEXT_ONLY.sub("", shortcode.content or ""))
    url = content.strip() or shortcode.get("src", "url") or shortcode.first
    return _address(url) if url.startswith("http") else kept(shortcode)


def _player(tag: str, sources: tuple[str, ...]) -> Rewrite:
    def player(shortcode: Shortcode) -> str:
        content = _TEXT_ONLY.sub("", shortcode.content or "").strip()
        url = shortcode.get(*sources) or shortcode.first or unescape(content)
        if not url.startswith(("http://", "https://", "/")):
            return kept(shortcode)
        return element(tag, src=url.partition("|")[0].strip())

    return player


def _hosted(pattern: str, *names: str) -> Rewrite:
    """A shortcode of a host, with an address or the host's own number for the thing."""

    def hosted(shortcode: Shortcode) -> str:
        content = unescape(_TEXT_ONLY.sub("", shortcode.content or "")).strip()
        given = shortcode.first or shortcode.get("url", "src", "id", "video", *names) or content
        if given.startswith(("http://", "https://", "//")):
            return _address(f"https:{given}" if given.startswith("//") else given)
        if not pattern or not re.fullmatch(r"[\w.@/-]+", given):
            return kept(shortcode)
        return _address(pattern.format(given))

    return hosted


def _playlist(shortcode: Shortcode) -> str:
    ids = ",".join(re.findall(r"\d+", shortcode.get("ids", "include")))
    return element("rotativa-playlist", source=shortcode.source, ids=ids)


def _code(shortcode: Shortcode) -> str:
    if shortcode.content is None:
        return kept(shortcode)
    language = shortcode.get("language", "lang") or shortcode.first
    content = re.sub(r"<br\s*/?>\n?", "\n", shortcode.content)
    return f'<pre data-lang="{escape(language)}">{content}</pre>'


def _quote(shortcode: Shortcode) -> str:
    if shortcode.content is None:
        return kept(shortcode)
    speaker = shortcode.get("author", "cite", "source", "name")
    cite = element("cite", speaker) if speaker else ""
    return f"<blockquote>{shortcode.content}{cite}</blockquote>"


_RULES: dict[str, Rewrite] = {
    "caption": _caption,
    "wp_caption": _caption,
    "embed": _embed,
    "audio": _player("audio", _SOUNDS),
    "video": _player("video", _FILMS),
    "playlist": _playlist,
    "code": _code,
    "sourcecode": _code,
    "quote": _quote,
    "blockquote": _quote,
    "pullquote": _quote,
    "youtube": _hosted("https://www.youtube.com/watch?v={}"),
    "vimeo": _hosted("https://vimeo.com/{}"),
    "dailymotion": _hosted("https://www.dailymotion.com/video/{}"),
    "ted": _hosted("https://www.ted.com/talks/{}"),
    "wpvideo": _hosted("https://videopress.com/v/{}"),
    "videopress": _hosted("https://videopress.com/v/{}"),
    "tweet": _hosted("https://x.com/i/status/{}", "tweet"),
    "twitter": _hosted("https://x.com/i/status/{}"),
    "instagram": _hosted("https://www.instagram.com/p/{}/"),
    "tiktok": _hosted(""),
    "facebook": _hosted(""),
    "googlemaps": _hosted(""),
    "soundcloud": _hosted(""),
    "spotify": _hosted(""),
    "scribd": _hosted(""),
    "slideshare": _hosted(""),
}
