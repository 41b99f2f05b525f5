"""The letters of those who let us count: the same issue, with links over our own address."""

import re
from collections.abc import Iterable
from html import unescape

from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from rotativa.newsletters.composing.mail_text import filled, plain_words
from rotativa.newsletters.links import mark_of
from rotativa.newsletters.mime.slots import MARK
from rotativa.newsletters.models import Issue, Link
from rotativa.newsletters.models.link import LONGEST_PATH
from rotativa.pages.addresses import absolute

HREF = re.compile(r'href="([^"]+)"')
ADDRESS = re.compile(r"(?m)^( *)(https?://\S+)$")
"""In the text an address has its line for itself."""


def counted_words(newsletter: str) -> str:
    """In the place of `plain_words`."""
    return gettext(
        "You get “%(newsletter)s” because you asked for it. It carries no tracking pixel. How often each "
        "link is followed is counted, as you have allowed, and never by whom."
    ) % {"newsletter": newsletter}


def paths_in(issue: Issue) -> list[str]:
    """Of our own pages, as its HTML has them; none that names its reader."""
    home = absolute("/")
    urls = dict.fromkeys(map(unescape, HREF.findall(issue.html)))
    paths = [f"/{url.removeprefix(home)}" for url in urls if url.startswith(home)]
    return [path for path in paths if is_ours(path)]


def is_ours(path: str) -> bool:
    """What begins with two slashes would be another site's."""
    return len(path) <= LONGEST_PATH and not path.startswith("//") and not MARK.search(path)


def counted_version(issue: Issue, links: Iterable[Link]) -> Issue | None:
    """None where its words would say that its links are plain: as of one composed by another version."""
    with translation.override(issue.language):
        name = issue.newsletter.name_in(issue.language)
        told = {
            absolute(link.path): absolute(
                reverse("newsletters:follow", args=[mark_of(issue.pk, link.place)])
            )
            for link in links
        }
        html_words = plain_words(escape(name)), counted_words(escape(name))
        text_words = filled(plain_words(name)), filled(counted_words(name))
    if not told or html_words[0] not in issue.html or text_words[0] not in issue.text:
        return None
    html, text = issue.html.replace(*html_words), issue.text.replace(*text_words)
    return Issue(
        pk=issue.pk,
        newsletter=issue.newsletter,
        language=issue.language,
        period=issue.period,
        subject=issue.subject,
        html=HREF.sub(lambda found: f'href="{told.get(unescape(found[1]), found[1])}"', html),
        text=ADDRESS.sub(lambda found: f"{found[1]}{told.get(found[2], found[2])}", text),
    )
