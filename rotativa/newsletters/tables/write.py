"""Our own CSV file of subscribers, with the proof of their consent: what `read.py` reads back."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch

from rotativa.newsletters.models import Step, Subscriber
from rotativa.newsletters.models.subscriber import SubscriberQuerySet
from rotativa.newsletters.tables.read import MAY_BEGIN_FORMULA

AT_ONCE = 1_000
COLUMNS = [
    "address", "language", "state", "newsletters", "asked_at", "asked_from", "consented_to",
    "confirmed_at", "confirmed_from", "left_at", "paused_until", "history",
]  # fmt: skip


class Line:
    """What `csv` writes to: gives back what it was given."""

    def write(self, text: str) -> str:
        return text


def lines_of(subscribers: SubscriberQuerySet) -> Iterator[str]:
    """Bounded memory, however many there are."""
    writer = csv.writer(Line())
    yield writer.writerow(COLUMNS)
    rows = subscribers.order_by("pk").prefetch_related(
        "newsletters", Prefetch("steps", Step.objects.in_order())
    )
    for subscriber in rows.iterator(AT_ONCE):
        yield writer.writerow([cell(value) for value in values_of(subscriber)])


def values_of(subscriber: Subscriber) -> list[Any]:
    slugs = sorted(each.slug for each in subscriber.newsletters.all())
    history = [step.told() for step in subscriber.steps.all()]
    told = {
        "newsletters": " ".join(slugs),
        "history": json.dumps(history, cls=DjangoJSONEncoder, ensure_ascii=False),
    }
    return [told[name] if name in told else getattr(subscriber, name) for name in COLUMNS]


def cell(value: Any) -> str:
    """A spreadsheet must not take an address for a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.startswith(MAY_BEGIN_FORMULA) else text
