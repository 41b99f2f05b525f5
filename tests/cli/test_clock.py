"""The clock: what is due each minute, each part by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rotativa.articles.models import FrontPage
from rotativa.cli.clock import tick
from rotativa.lib.clock import minute


def test_tick_publishes_and_unpublishes_what_is_due(paper: FrontPage, front_es: FrontPage) -> None:
    now = timezone.now()
    FrontPage.objects.filter(pk=front_es.pk).update(expire_at=now - timedelta(minutes=1))
    FrontPage.objects.filter(pk=paper.pk).update(expire_at=now + timedelta(minutes=1))

    tick()

    assert FrontPage.objects.get(pk=paper.pk).live
    assert not FrontPage.objects.get(pk=front_es.pk).live


@pytest.mark.django_db
def test_part_that_fails_is_logged_and_keeps_no_other_from_its_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = []

    def fails(**_: Any) -> None:
        raise RuntimeError("the relay is away")

    def works(at: Any, **_: Any) -> None:
        told.append(at)

    minute.connect(fails)
    minute.connect(works)
    try:
        tick()
    finally:
        minute.disconnect(fails)
        minute.disconnect(works)

    assert len(told) == 1
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "the relay is away"
    ]
