import json
import logging
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.db import migrations
from django.db.models import Q

log = logging.getLogger("rotativa.articles")
AT_ONCE = 200
COLUMNS = (
    "translation_key",
    "locale_id",
    "asked_on",
    "answered_on",
    "answered_by_id",
    "answer",
    "article__first_published_at",
)


def fill(apps: Any, schema_editor: Any) -> None:
    """What the languages said each for itself: the earliest day of each, and every answer."""
    Question, Inquiry, Answer = (
        apps.get_model("articles", name) for name in ("Question", "Inquiry", "Answer")
    )
    rows = Question.objects.order_by("translation_key", "pk").values(*COLUMNS).iterator(1000)
    kept = groups_to_keep(rows)
    while group := list(islice(kept, AT_ONCE)):
        Inquiry.objects.bulk_create([Inquiry(key=key, **shared(those)) for key, those in group])
        Answer.objects.bulk_create(
            Answer(inquiry_id=key, locale_id=each["locale_id"], text=each["answer"])
            for key, those in group
            for each in those
            if each["answer"]
        )
    for page, said in answers_of_drafts(apps):
        keep_of_draft(apps, page, said)


def groups_to_keep(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    for key, each in groupby(rows, key=lambda row: row["translation_key"]):
        those = list(each)
        told = ("article__first_published_at", "answered_on", "answer")
        if any(row[name] for row in those for name in told):
            yield key, those


def shared(those: list[dict[str, Any]]) -> dict[str, Any]:
    """Of what the languages say differently the earliest answer counts, with the article that it names."""
    days = [each["asked_on"] for each in those if each["asked_on"]]
    in_order = sorted(those, key=lambda each: each["answered_on"] or date.max)
    named = (each["answered_by_id"] for each in in_order if each["answered_by_id"])
    return {
        "asked_on": min(days, default=None),
        "answered_on": in_order[0]["answered_on"],
        "answered_by_id": next(named, None),
    }


def answers_of_drafts(apps: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Of the latest drafts, and of what is to be published at its hour."""
    Revision = apps.get_model("wagtailcore", "Revision")
    Article = apps.get_model("articles", "Article")
    drafts = Article.objects.filter(Q(has_unpublished_changes=True) | Q(live=False))
    latest = Q(pk__in=drafts.values("latest_revision"))
    scheduled = Q(approved_go_live_at__isnull=False, content_type__model="article")
    found = Revision.objects.filter(latest | scheduled, content__has_key="questions")
    for page, content in found.order_by("pk").values_list("object_id", "content").iterator(100):
        read = json.loads(content) if isinstance(content, str) else content
        for said in read["questions"]:
            if said.get("answer") or said.get("answered_on"):
                yield int(page), said


def keep_of_draft(apps: Any, page: int, said: dict[str, Any]) -> None:
    """Nothing of a draft goes out: where readers see the question, its answer is told in the log."""
    Question, Inquiry, Answer, Article = (
        apps.get_model("articles", name) for name in ("Question", "Inquiry", "Answer", "Article")
    )
    key, text = said["translation_key"], said.get("answer") or ""
    same = Inquiry.objects.filter(key=key)
    has_text = not text or Answer.objects.filter(inquiry=key, text=text).exists()
    if has_text and same.filter(answered_on=said.get("answered_on")).exists():
        return
    if Question.objects.filter(translation_key=key, article__live=True).exists():
        words = "The answer in a draft of article %s waits to be entered at Questions: %s"
        log.warning(words, page, json.dumps(said, ensure_ascii=False))
        return
    by = Article.objects.filter(pk=said.get("answered_by")).values_list("pk", flat=True).first()
    days = {name: said.get(name) for name in ("asked_on", "answered_on")}
    Inquiry.objects.get_or_create(key=key, defaults=days | {"answered_by_id": by})
    if text:
        locale = said.get("locale") or Article.objects.get(pk=page).locale_id
        Answer.objects.get_or_create(inquiry_id=key, locale_id=locale, defaults={"text": text})


def give_back(apps: Any, schema_editor: Any) -> None:
    Question, Inquiry, Answer = (
        apps.get_model("articles", name) for name in ("Question", "Inquiry", "Answer")
    )
    for inquiry in Inquiry.objects.iterator(1000):
        Question.objects.filter(translation_key=inquiry.key).update(
            answered_on=inquiry.answered_on, answered_by=inquiry.answered_by_id
        )
    for answer in Answer.objects.iterator(1000):
        those = Question.objects.filter(translation_key=answer.inquiry_id, locale=answer.locale_id)
        those.update(answer=answer.text)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_inquiries")]

    operations = [migrations.RunPython(fill, give_back)]
