"""A paper with so many subscribers, and issues to send them; on SQLite, or on `ROTATIVA_DATABASE`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from made_up.paper import BENCH, environment, rotativa

AT_ONCE = 10_000


def new_paper(folder: Path, *options: str) -> dict[str, str]:
    """Make it; the environment of processes that know it."""
    rotativa("new", str(folder), *options)
    paths = f"{BENCH.parent}{os.pathsep}{BENCH}"
    env = environment(folder, PYTHONPATH=paths)
    if database := os.environ.get("ROTATIVA_DATABASE"):
        env["ROTATIVA_DATABASE"] = database
        command = [sys.executable, "-m", "rotativa", "manage", "migrate"]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return env


def fill(readers: int) -> None:
    """In a process that knows the paper."""
    from django.utils import timezone

    from rotativa.newsletters.addresses import digest_of
    from rotativa.newsletters.models import Newsletter, Subscriber, Subscription

    now, daily = timezone.now(), Newsletter.objects.daily()
    there = Subscriber.objects.count()
    for first in range(there, readers, AT_ONCE):
        addresses = [f"reader{n}@example.net" for n in range(first, min(first + AT_ONCE, readers))]
        rows = Subscriber.objects.bulk_create(
            Subscriber(
                address=address,
                domain="example.net",
                digest=digest_of(address),
                language="en",
                state="active",
                asked_at=now,
                confirmed_at=now,
            )
            for address in addresses
        )
        Subscription.objects.bulk_create(
            Subscription(newsletter=daily, subscriber=row, since=now) for row in rows
        )


def made_issue(period: str, *, size: int) -> Any:
    """Of about so many bytes on the wire."""
    from rotativa.newsletters.mime.slots import TOKEN
    from rotativa.newsletters.models import Issue, Newsletter

    link = f"https://paper.example/en/-/newsletters/daily/leave/{TOKEN}/"
    text = f"The harbour pays for its cranes at last, and the council asks why. {link}\n"
    html = f"<!doctype html><p>The harbour pays for its cranes at last. <a href='{link}'>Leave</a></p>\n"
    return Issue.objects.create(
        newsletter=Newsletter.objects.daily(),
        language="en",
        period=period,
        subject="The harbour pays for its cranes",
        html=html + "<p>What the council knew in March, and what it said.</p>\n" * (size // 75),
        text=text + "What the council knew in March, and what it said.\n" * (size // 200),
    )


def deliver(issue: Any, *, to: int, connections: int = 10, **bounds: Any) -> Any:
    """In one shift, over SMTP to that port; it ends when nothing is due, unless `seconds` are over first."""
    from functools import partial

    from rotativa.lib.relay import Relay, open_line
    from rotativa.newsletters.actions import deliver_issue
    from rotativa.newsletters.senders.report import Bounds
    from rotativa.newsletters.senders.smtp.sender import send

    relay = Relay("127.0.0.1", to, "none", name="paper.example")
    told = Bounds(connections, **{"seconds": 3600, "is_held": False, **bounds})
    return deliver_issue(issue, by=partial(send, partial(open_line, relay)), bounds=told)
