"""Fills a new site with the demo paper: its texts by the importer's door, then what stands around them.

Imported after the site is known, since it needs the site's settings.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import yaml

from rotativa.articles.models import Article, FrontPage, Section
from rotativa.cli.demo_comments import fill_comments
from rotativa.cli.demo_evidence import fill_evidence
from rotativa.cli.demo_newsletter import fill_newsletter
from rotativa.cli.demo_translations import fill_translations
from rotativa.importers.actions import store
from rotativa.importers.models import ImportedThing
from rotativa.importers.plan import Plan
from rotativa.importers.report import Report
from rotativa.importers.systems.markdown import read_markdown
from rotativa.lib.config import Config
from rotativa.pages.models import EmbedCard, Paper
from rotativa.people.models import User

FOLDER = Path(__file__).parent / "demo"
LANGUAGE = "en"


def names() -> dict[str, str]:
    """What the paper calls itself in each language."""
    return cast("dict[str, str]", read("paper.yaml")["name"])


def fill_paper(config: Config, *, by: User, at: datetime) -> Report:
    report = import_articles(config, at=at)
    paper = read("paper.yaml")
    for front in FrontPage.objects.select_related("locale"):
        language = front.locale.language_code
        named = Paper.objects.get(locale=front.locale)
        named.tagline, named.statement = paper["tagline"][language], paper["statement"][language]
        named.address = paper["address"]
        named.save(update_fields=["tagline", "statement", "address"])
        arrange(front, paper["front_page"])
    put_cards(read("cards.yaml"), at=at)
    fill_evidence(
        read("evidence.yaml"), article_of=article_of, by=by, at=at, zone=ZoneInfo(config.time_zone)
    )
    told = {"moved_on": paper["moved_on"], "machine": read("machine.yaml")}
    fill_translations(told, article_of=article_of, by=by, at=at)
    fill_newsletter(config, at=at)
    return report


def fill_conversation(*, by: User, password: str) -> str:
    """The address of a reader, who signs in with the password."""
    return fill_comments(read("comments.yaml"), article_of=article_of, by=by, password=password)


def import_articles(config: Config, *, at: datetime) -> Report:
    records = read_markdown(
        FOLDER / "content", language=LANGUAGE, zone=ZoneInfo(config.time_zone), at=at
    )
    plan = Plan(languages=tuple(config.languages), language=LANGUAGE, fetches_media=False)
    return store(records, plan=plan, at=at)


def arrange(front: FrontPage, blocks: list[dict[str, Any]]) -> None:
    """Lay the front page out as an editor would."""
    front.also = json.dumps(
        [{"type": block["type"], "value": value_of(block, front)} for block in blocks]
    )
    front.save_revision().publish()


def value_of(block: dict[str, Any], front: FrontPage) -> dict[str, Any] | None:
    language = front.locale.language_code
    match block["type"]:
        case "articles":
            chosen = [page_of(f"{name}.{language}.md") for name in block["articles"]]
            return {"title": "", "articles": chosen}
        case "section":
            section = Section.objects.get(locale=front.locale, slug=block["section"][language])
            return {"section": section.pk, "layout": block["layout"]}
    return None


def page_of(file: str) -> int | None:
    return imported(ImportedThing.Kind.ARTICLE, file).page_id


def article_of(name: str, language: str) -> Article:
    return Article.objects.get(pk=page_of(f"{name}.{language}.md"))


def imported(kind: str, identity: str) -> ImportedThing:
    return ImportedThing.objects.get(system="markdown", kind=kind, identity=identity)


def put_cards(cards: list[dict[str, Any]], *, at: datetime) -> None:
    """Films and posts on hosts that do not exist: their cards are ready before anybody asks."""
    for card in cards:
        thumbnail = card.pop("thumbnail", None)
        picture = thumbnail and imported(ImportedThing.Kind.MEDIA, thumbnail).picture
        EmbedCard.objects.update_or_create(
            url=card.pop("url"),
            defaults={
                **card,
                "state": EmbedCard.State.READY,
                "requested_at": at,
                "fetched_at": at,
                "next_attempt_at": None,
                "thumbnail": picture,
            },
        )


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
