"""What the demo paper leans on: copies of sources, one that has changed since, claims, marks, a correction.

Imported after the site is known, since it needs the site's settings.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from wagtail.models import Locale

from rotativa.articles.actions import (
    ask_again,
    change_claim,
    publish_correction,
    save_claim,
)
from rotativa.articles.citations import CITING, mark_html
from rotativa.articles.models import Article, ArticleClaim, Claim, Inquiry
from rotativa.cli.demo_sources import served_sources
from rotativa.evidence.actions import (
    add_source,
    approve_capture,
    check_source,
    request_capture,
    request_check,
    take_capture,
)
from rotativa.evidence.capture.configured import configured_means
from rotativa.evidence.capture.take import Means
from rotativa.evidence.checks.judging import Seen, Verdict
from rotativa.evidence.checks.looking import look_at
from rotativa.evidence.models import AskedSite, Capture, Source
from rotativa.evidence.models.capture import Status
from rotativa.evidence.models.watched import TOLD_AFTER
from rotativa.people.models import User

ArticleOf = Callable[[str, str], Article]
"""The article of a file, in a language."""


class NotInTheText(Exception):
    """The demo's own texts and its evidence do not fit each other."""


def fill_evidence(
    told: dict[str, Any], *, article_of: ArticleOf, by: User, at: datetime, zone: Any
) -> None:
    sources = {
        name: add_source(fields.pop("url"), by=by, at=at, **fields)
        for name, fields in told["sources"].items()
    }
    take_copies(list(sources.values()), by=by, at=at)
    claims = {
        name: tell_claim(each, sources, by=by, at=at) for name, each in told["claims"].items()
    }
    for file, leaning in told["articles"].items():
        for locale in Locale.objects.all():
            article = article_of(file, locale.language_code)
            lean(article, leaning, sources=sources, claims=claims, zone=zone)
    for name in told["rewritten"]:
        look_again(sources[name])
    for file, places in told["asked_again"].items():
        questions = list(article_of(file, "en").questions.order_by("sort_order"))
        for place, days in places.items():
            inquiry = Inquiry.objects.get(pk=questions[place].translation_key)
            for day in days:
                ask_again(inquiry, on=day, by=by, at=at)


def take_copies(sources: list[Source], *, by: User, at: datetime) -> None:
    """As a worker would, but from pages of our own; before any article leans on them."""
    with served_sources() as reach:
        for source in sources:
            means = replace(configured_means(language=source.language), reach=reach)
            for capture in request_capture(source, by=by, at=at):
                taken = take_capture(capture, at=at, means=means)
                if taken.status == Status.DOUBTFUL:  # no browser; those pages need none
                    approve_capture(taken, by=by, at=at)


def look_again(source: Source) -> None:
    """As often as it takes until the paper says that its page has changed."""
    site = AskedSite.objects.filter(name=source.site)
    at = Capture.objects.relied_on().get(source=source).record.taken_at
    with served_sources(is_later=True) as reach:

        def look(url: str, *, means: Means, **given: Any) -> tuple[Seen, Verdict]:
            return look_at(url, means=replace(means, reach=reach), **given)

        for _time in range(TOLD_AFTER):
            request_check(source, at=at)
            source.refresh_from_db()
            check_source(source, at=at, look=look)
            at = site.get().free_at


def tell_claim(
    told: dict[str, Any], sources: dict[str, Source], *, by: User, at: datetime
) -> Claim:
    first = sources.get(told.get("source", ""))
    words = {language: (text, speaker) for language, (text, speaker) in told["words"].items()}
    claim = save_claim(Claim(said_on=told["said_on"], first_source=first), words, by=by, at=at)
    for step in told["status"]:
        change_claim(
            claim,
            step["now"],
            on=step["since"],
            source=sources[step["source"]],
            by=by,
            at=at,
            notes=step["why"],
        )
    return claim


def lean(
    article: Article,
    told: dict[str, Any],
    *,
    sources: dict[str, Source],
    claims: dict[str, Claim],
    zone: Any,
) -> None:
    """One more version of the article, with its marks, its claims and what was put right."""
    language = article.language
    body = [dict(block) for block in article.body.raw_data]
    for mark in told["marks"]:
        locator = mark.get("locator", {}).get(language, "")
        html = mark_html(sources[mark["source"]].pk, quote=mark.get("quote", ""), locator=locator)
        put_mark(body, html, after=mark["after"][language])
    article.body = body
    article.article_claims = [
        ArticleClaim(claim=claims[name], sort_order=place)
        for place, name in enumerate(told["claims"])
    ]
    corrected = told.get("correction")
    if corrected:
        article.correction_kind = corrected["kind"]
        article.correction_text = corrected["text"][language]
    former = article.live_revision_id
    revision = article.save_revision()
    if corrected:
        article.live_revision = revision
        moment = datetime.fromisoformat(str(corrected["at"])).replace(tzinfo=zone)
        publish_correction(article, from_revision_id=former, at=moment)
    revision.publish()


def put_mark(body: list[dict[str, Any]], html: str, *, after: str) -> None:
    for block in body:
        text = block["value"]
        if block["type"] in CITING and isinstance(text, str) and after in text:
            block["value"] = text.replace(after, after + html, 1)
            return
    raise NotInTheText(after)
