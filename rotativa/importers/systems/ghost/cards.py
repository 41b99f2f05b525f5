"""The cards of Ghost's editor as HTML of their plain meaning, as Ghost itself would show them.

Lexical and Mobiledoc name the same cards and fields, but for a few names. What comes out is not clean yet.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext_lazy

from rotativa.importers.body.markdown import html_of_markdown
from rotativa.importers.body.result import Report
from rotativa.importers.systems.ghost.rows import as_text

Fields: TypeAlias = Mapping[str, Any]
Card: TypeAlias = Callable[[Fields], str]


def tag(name: str, inner: str = "", **attributes: str) -> str:
    """An element around HTML; `class_` is written without its underscore, what is empty not at all."""
    told = "".join(
        f' {key.rstrip("_")}="{escape(text)}"' for key, text in attributes.items() if text
    )
    return (
        f"<{name}{told}>{inner}</{name}>" if name not in {"img", "hr", "br"} else f"<{name}{told}>"
    )


def said(fields: Fields, *names: str) -> str:
    return next(filter(None, (as_text(fields.get(name)) for name in names)), "")


def shown(fields: Fields, name: str) -> str:
    """A field that holds plain text, as HTML."""
    return escape(said(fields, name), quote=False)


def classes(kind: str, fields: Fields) -> str:
    width = said(fields, "cardWidth")
    return f"kg-card kg-{kind}-card" + (f" kg-width-{width}" if width else "")


def figure(kind: str, inner: str, fields: Fields) -> str:
    caption = said(fields, "caption")
    caption = tag("figcaption", caption) if caption else ""
    return tag("figure", inner + caption, class_=classes(kind, fields))


def division(kind: str, *parts: str) -> str:
    return tag("div", "".join(parts), class_=f"kg-card kg-{kind}-card")


def picture(fields: Fields, *names: str) -> str:
    src = said(fields, *(names or ("src",)))
    return tag("img", src=src, alt=said(fields, "alt")) if src else ""


def link(fields: Fields, address: str, words: str) -> str:
    href = said(fields, address)
    return tag("p", tag("a", shown(fields, words) or escape(href), href=href)) if href else ""


def part(name: str, class_: str, words: str) -> str:
    return tag(name, words, class_=class_) if words else ""


def image(fields: Fields) -> str:
    found, href = picture(fields), said(fields, "href")
    return figure("image", tag("a", found, href=href) if href else found, fields)


def gallery(fields: Fields) -> str:
    images = fields.get("images")
    images = images if isinstance(images, list) else []
    return figure(
        "gallery", "".join(picture(each) for each in images if isinstance(each, dict)), fields
    )


def bookmark(fields: Fields) -> str:
    told = fields.get("metadata")
    told = told if isinstance(told, dict) else fields
    inside = (
        part("div", "kg-bookmark-title", shown(told, "title")),
        part("div", "kg-bookmark-description", shown(told, "description")),
    )
    return figure("bookmark", tag("a", "".join(inside), href=said(fields, "url")), fields)


def embed(fields: Fields) -> str:
    url = escape(said(fields, "url"))
    return figure("embed", said(fields, "html") or tag("p", url), fields)


def video(fields: Fields) -> str:
    return figure("video", tag("video", src=said(fields, "src")), fields)


def audio(fields: Fields) -> str:
    title = part("div", "kg-audio-title", shown(fields, "title"))
    return division("audio", tag("audio", src=said(fields, "src")), title)


def file(fields: Fields) -> str:
    inside = (
        part("div", "kg-file-card-title", shown(fields, "fileTitle")),
        part("div", "kg-file-card-caption", shown(fields, "fileCaption")),
        part("div", "kg-file-card-filename", shown(fields, "fileName")),
    )
    return division("file", tag("a", "".join(inside), href=said(fields, "src")))


def callout(fields: Fields) -> str:
    return division(
        "callout",
        part("div", "kg-callout-emoji", shown(fields, "calloutEmoji")),
        part("div", "kg-callout-text", said(fields, "calloutText")),
    )


def toggle(fields: Fields) -> str:
    return division("toggle", part("h4", "", said(fields, "heading")), said(fields, "content"))


def button(fields: Fields) -> str:
    return division("button", link(fields, "buttonUrl", "buttonText"))


def header(fields: Fields) -> str:
    return division(
        "header",
        picture(fields, "backgroundImageSrc"),
        part("h2", "", said(fields, "header")),
        part("p", "", said(fields, "subheader")),
        link(fields, "buttonUrl", "buttonText") if fields.get("buttonEnabled") else "",
    )


def product(fields: Fields) -> str:
    return division(
        "product",
        picture(fields, "productImageSrc"),
        part("h4", "", said(fields, "productTitle")),
        said(fields, "productDescription"),
        link(fields, "productUrl", "productButton") if fields.get("productButtonEnabled") else "",
    )


def call_to_action(fields: Fields) -> str:
    return division(
        "cta",
        said(fields, "sponsorLabel") if fields.get("hasSponsorLabel") else "",
        picture(fields, "imageUrl"),
        said(fields, "textValue"),
        link(fields, "buttonUrl", "buttonText") if fields.get("showButton") else "",
    )


def code(fields: Fields) -> str:
    language = said(fields, "language")
    words = tag("code", shown(fields, "code"), class_=f"language-{language}" if language else "")
    return figure("code", tag("pre", words), fields)


def markdown(fields: Fields) -> str:
    return html_of_markdown(said(fields, "markdown"), Report())


def signup(fields: Fields) -> str:
    return division("signup", part("h2", "", said(fields, "header")))


def before_after(fields: Fields) -> str:
    sides = (fields.get(name) for name in ("beforeImage", "afterImage"))
    return figure(
        "gallery", "".join(picture(each) for each in sides if isinstance(each, dict)), fields
    )


CARDS: Final[Mapping[str, Card]] = {
    "audio": audio,
    "before-after": before_after,
    "bookmark": bookmark,
    "button": button,
    "call-to-action": call_to_action,
    "callout": callout,
    "card-markdown": markdown,
    "code": code,
    "codeblock": code,
    "embed": embed,
    "file": file,
    "gallery": gallery,
    "header": header,
    "horizontalrule": lambda _fields: "<hr>",
    "hr": lambda _fields: "<hr>",
    "html": lambda fields: said(fields, "html"),
    "image": image,
    "markdown": markdown,
    "product": product,
    "signup": signup,
    "toggle": toggle,
    "video": video,
}
NOT_SHOWN: Final = {
    "email": gettext_lazy("Only letters showed it."),
    "email-cta": gettext_lazy("Only letters showed it."),
    "paywall": gettext_lazy("What follows it is for everybody here."),
    "collection": gettext_lazy("Ghost made it when a page was shown."),
    "transistor": gettext_lazy("Only members could listen to it."),
}


def card(name: str, fields: Fields, report: Report) -> str:
    """Between the marks of Ghost where only members may see it."""
    if name not in CARDS:
        why = NOT_SHOWN.get(name) or gettext_lazy("An unknown card: nothing of it could be read.")
        report.add("skipped", f"kg-{name}-card"[:200], str(why))
        return ""
    found = CARDS[name](fields)
    return (
        f"<!--kg-gated-block:begin nonMember:false-->{found}" if is_for_members(fields) else found
    )


def is_for_members(fields: Fields) -> bool:
    visibility = fields.get("visibility")
    web = visibility.get("web") if isinstance(visibility, dict) else None
    return isinstance(web, dict) and web.get("nonMember") is False
