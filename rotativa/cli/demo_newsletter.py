"""The demo's first issues: that of its latest day, put into its mailbox for whoever looks there, and that of its
latest week, which waits at the desk for whoever tries how one is arranged and sent.

Imported after the site is known, since it needs the site's settings.
"""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from rotativa.articles.models import Article
from rotativa.lib.config import Config
from rotativa.media.actions import answer_request
from rotativa.newsletters import actions
from rotativa.newsletters.models import Issue, Newsletter, Subscriber, Subscription
from rotativa.newsletters.models.newsletter import WEEKLY
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.schedule import Turn, period_of
from rotativa.newsletters.senders.configured import bounds
from rotativa.newsletters.senders.folder.sender import put_in_folder

READERS = {"en": "editor@estuary.example", "es": "lectora@estuary.example"}
SECONDS = 20


def fill_newsletter(config: Config, *, at: datetime) -> list[Issue]:
    daily, weekly = Newsletter.objects.daily(), Newsletter.objects.get(slug=WEEKLY)
    for language, address in READERS.items():
        subscribe(address, language, [daily, weekly], at=at)
    leads = Article.objects.filter(is_pinned=True)
    for pk in set(leads.values_list("lead_image", flat=True)):
        answer_request(
            pk, at=timezone.now()
        )  # the worker, which does so by itself, is not there yet
    issues = actions.compose_turn(daily, evening_of_latest_day(daily), at=at)
    way = partial(put_in_folder, config.site / "mail")
    for issue in issues:
        sent = actions.send_issue(issue, at=at)
        actions.deliver_issue(sent, by=way, bounds=bounds(seconds=SECONDS))
    actions.finish_issues(at=timezone.now())
    actions.compose_turn(weekly, evening_of_latest_day(weekly), at=at, is_asked=True)
    return issues


def subscribe(address: str, language: str, newsletters: list[Newsletter], *, at: datetime) -> None:
    subscriber = Subscriber.objects.create(
        address=address,
        language=language,
        state=Standing.ACTIVE,
        asked_at=at,
        confirmed_at=at,
    )
    Subscription.objects.bulk_create(
        Subscription(newsletter=each, subscriber=subscriber, since=at) for each in newsletters
    )


def evening_of_latest_day(newsletter: Newsletter) -> Turn:
    """Of the paper, whose news are all of the past."""
    latest = Article.objects.published().latest_first().values_list("listed_at", flat=True)[0]
    day = timezone.localdate(latest, newsletter.zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=newsletter.zone)
    return Turn(day, period_of(newsletter, day), ends.astimezone(UTC))
