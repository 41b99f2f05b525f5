"""Letters that are claimed while others go, by a connection of their own."""

import time

import pytest
from django.db import connection
from django.utils import timezone

from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.tasks import send_slice

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=connection.vendor != "sqlite"
)


def connections_there() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until_gone(before: int) -> None:
    """PostgreSQL takes a moment to notice."""
    ends_at = time.monotonic() + 20
    while connections_there() != before:
        assert time.monotonic() < ends_at, "a connection has stayed"
        time.sleep(0.05)


def test_each_gets_it_once_and_no_connection_stays(issue, subscribes, relay):
    for number in range(300):
        subscribes(f"reader{number}@example.net")
    send_issue(issue, at=timezone.now())
    before = connections_there() if connection.vendor == "postgresql" else 0

    send_slice.call(issue.pk)

    issue.refresh_from_db()
    assert relay.recipients == sorted(f"reader{number}@example.net" for number in range(300))
    assert (issue.stage, issue.counts) == (Stage.DONE, {State.SENT: 300})
    if connection.vendor == "postgresql":
        wait_until_gone(before)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there it is claimed by the same")
def test_error_while_claiming_ends_the_shift_and_its_connections(issue, subscribes, relay):
    subscribes("ada@example.net")
    send_issue(issue, at=timezone.now())
    before = connections_there()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsletters_subscription RENAME TO away")
    try:
        with pytest.raises(Exception, match="newsletters_subscription"):
            send_slice.call(issue.pk)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO newsletters_subscription")

    wait_until_gone(before)
    assert relay.recipients == []
