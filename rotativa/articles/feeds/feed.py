"""A feed: the latest articles of the paper, or of a section, an author or a tag, in one language."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from wagtail.models import Locale

from rotativa.articles.feeds.addresses import ATOM, JSON
from rotativa.articles.feeds.entry import Entry, entries_of, lasting_id
from rotativa.articles.models import Article, FrontPage, Section
from rotativa.articles.models.article import ArticleQuerySet
from rotativa.articles.models.group import Group
from rotativa.lib.xml_text import as_xml
from rotativa.pages.addresses import absolute, home_url
from rotativa.pages.models import Paper

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
JSON_VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Feed:
    id: str
    title: str
    subtitle: str
    paper: str
    language: str
    path: str
    """Of the page that it follows."""
    entries: list[Entry]

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def home(self) -> str:
        return absolute(home_url(self.language))

    @property
    def updated_at(self) -> datetime:
        """Of what is in it: the same articles make the same feed, whenever it is printed."""
        return max((entry.updated_at for entry in self.entries), default=NEVER)

    @property
    def hub(self) -> str:
        return str(settings.FEEDS.hub)

    @property
    def license(self) -> str:
        return str(settings.FEEDS.license)

    def as_atom(self) -> str:
        """RFC 4287."""
        context = {"feed": self, "self_url": absolute(self.path + ATOM)}
        return render_to_string("articles/feeds/atom.xml", context)

    def as_json(self) -> str:
        """JSON Feed 1.1."""
        told: dict[str, Any] = {
            "version": JSON_VERSION,
            "title": self.title,
            "home_page_url": self.url,
            "feed_url": absolute(self.path + JSON),
            "description": self.subtitle,
            "language": self.language,
            "authors": [{"name": self.paper, "url": self.home}],
            "hubs": [{"type": "WebSub", "url": self.hub}] if self.hub else [],
            "items": [item_of(entry, self.language) for entry in self.entries],
        }
        return json.dumps(without_empty(told, kept="items"), ensure_ascii=False)


def item_of(entry: Entry, language: str) -> dict[str, Any]:
    told = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.deck,
        "content_html": entry.html,
        "image": entry.picture,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": each.name, "url": each.url} for each in entry.authors],
        "tags": [each.name for each in entry.categories],
        "language": language,
        "attachments": [
            without_empty(
                {
                    "url": each.url,
                    "mime_type": each.media_type,
                    "title": each.title,
                    "size_in_bytes": each.size,
                }
            )
            for each in entry.enclosures
            if not each.is_picture
        ],
    }
    return without_empty(told, kept="content_html")


def without_empty(told: dict[str, Any], *, kept: str = "") -> dict[str, Any]:
    return {name: value for name, value in told.items() if value or name == kept}


def feed_of_paper(front: FrontPage) -> Feed:
    paper = Paper.objects.in_language(front.language)
    name = name_of(paper)
    return Feed(
        id=lasting_id(front.translation_key, front.language),
        title=name,
        subtitle=as_xml(paper.tagline) if paper else "",
        paper=name,
        language=front.language,
        path=home_url(front.language),
        entries=entries_of(Article.objects.all(), locale=front.locale),
    )


def feed_of_group(group: Group, articles: ArticleQuerySet, *, locale: Locale) -> Feed:
    language = locale.language_code
    name = name_of(Paper.objects.in_language(language))
    return Feed(
        id=lasting_id(group.translation_key, language, f"{group._meta.model_name} "),
        title=as_xml(f"{group.name} · {name}"),
        subtitle=as_xml(group.description) if isinstance(group, Section) else "",
        paper=name,
        language=language,
        path=group.get_absolute_url(),
        entries=entries_of(articles, locale=locale),
    )


def name_of(paper: Paper | None) -> str:
    return as_xml(paper.name if paper else str(settings.WAGTAIL_SITE_NAME))
