"""Of the reasons for which an address gets no mail the gravest stands: what its reader has said themself."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.models import Deed, Issue, Step, Suppression
from tests.newsletters.conftest import Subscribes, newsletters_are
from tests.newsletters.returned_mails import complaint
from tests.newsletters.test_desk_subscribers import LIST
from tests.newsletters.test_returns import BOX, GONE, comes
from tests.newsroom.desk import desk_of


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [(GONE, ["paper"]), (complaint("abuse"), ["paper", "complained"])],
)
def test_whom_the_paper_stopped_and_who_then_complains_has_complained(
    paper: FrontPage,
    issue: Issue,
    subscribes: Subscribes,
    settings: Settings,
    raw: bytes,
    reasons: list[str],
) -> None:
    """The history is the proof of it; a mailbox that is gone says less than the paper did."""
    newsletters_are(settings, bounces=BOX, returns_port=2424)
    desk = desk_of("Administrator")
    address = subscribes("chi@example.net").address
    send_issue(issue, at=timezone.now())

    desk.post(f"{LIST}suppressed/add/", {"address": address})
    comes(raw, issue.deliveries.get())
    desk.post(f"{LIST}suppressed/add/", {"address": address})

    assert Suppression.objects.get().reason == reasons[-1]
    steps = Step.objects.in_order().filter(deed=Deed.SUPPRESSED)
    assert list(steps.values_list("words", flat=True)) == reasons
