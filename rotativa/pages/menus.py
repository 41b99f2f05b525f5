"""Links of the frame that other apps bring: sections, search, archives.

An app registers the hook `register_menu_links`: a function that takes the language of the page, and
`with_counts` (whether the page is new each day, so that it may show numbers that change), and returns
links in the order in which they stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wagtail import hooks

Place = Literal["sections", "tools", "more"]


@dataclass(frozen=True, slots=True)
class MenuLink:
    """`sections`: the row under the masthead; `tools`: beside the name; `more`: the footer only."""

    title: str
    url: str
    place: Place
    count: int | None = None
    """A number after the title, such as how many questions are open; none when it is 0."""


def menu_links(language: str, *, with_counts: bool) -> list[MenuLink]:
    links: list[MenuLink] = []
    for links_in in hooks.get_hooks("register_menu_links"):
        brought: Iterable[MenuLink] = links_in(language, with_counts=with_counts)
        links.extend(brought)
    return links
