"""Kills -9 at random moments of sending an issue, against a relay that logs all that it accepts.

Nobody may be missed; of the letters that arrive twice there may be one for each connection of a killed
process at most, each of them listed as in doubt. Held, none arrives twice, and whoever got nothing is
listed. What a killed process held is freed at once, so that 50 kills do not take hours.

`python bench/newsletter_kills.py 20 800` kills 20 times for each of the four ways, of 800 readers.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/newsletter_kills.py`.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from made_up.paper import BENCH
from made_up.readers import deliver, fill, made_issue, new_paper
from measuring.processes import end_cleanly, load

KILLS, READERS = 50, 800
CONNECTIONS = 10
RARELY = 0.1
LONGEST = 0.15
"""Seconds after the first letter; some hundred leave in that time."""
WAYS = [("resend", 1), ("resend", 2), ("hold", 1), ("hold", 2)]


def main(*arguments: str) -> None:
    end_cleanly()
    if arguments and arguments[0] == "kill":
        _, site, kills, readers = arguments
        kill_often(Path(site), int(kills), int(readers))
        return
    with TemporaryDirectory() as folder:
        torment(Path(folder) / "paper", *map(int, arguments))


def torment(site: Path, kills: int = KILLS, readers: int = READERS) -> None:
    where = "PostgreSQL" if os.environ.get("ROTATIVA_DATABASE") else "SQLite"
    print(f"{where}: {kills} kills for each way, {readers} readers, {load()}", flush=True)
    env = new_paper(site)
    command = [sys.executable, __file__, "kill", str(site), str(kills), str(readers)]
    done = subprocess.run(command, env=env, check=False)
    print(load())
    sys.exit(done.returncode)


def kill_often(site: Path, kills: int, readers: int) -> None:
    """In this process the site is known, and senders are forked from it: each begins in no time."""
    from rotativa.cli.site import enter_site

    enter_site(site)
    is_well = True
    (site / "accepted.log").touch()
    chance = Random(1)  # noqa: S311  # when to kill, not a secret
    with sink(site / "accepted.log") as (port, log):
        fill(readers)
        for doubt, processes in WAYS:
            told = Torment(port, log, chance, doubt=doubt, processes=processes).run(kills)
            print(json.dumps(told), flush=True)
            is_well = is_well and not told["wrong"]
    sys.exit(0 if is_well else 1)


@contextmanager
def sink(log: Path) -> Iterator[tuple[int, Path]]:
    command = [sys.executable, str(BENCH / "measuring" / "sink.py"), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        try:
            yield int(process.stdout.readline()), log
        finally:
            process.terminate()


class Torment:
    """One way of sending, killed so many times over as many issues as that takes."""

    def __init__(self, port: int, log: Path, chance: Random, *, doubt: str, processes: int) -> None:
        self.port = port
        self.log = log
        self.chance = chance
        self.doubt = doubt
        self.processes = processes
        self.issues: list[Any] = []
        self.kills: Counter[int] = Counter()
        """Of processes at work, by issue."""

    def run(self, kills: int) -> dict[str, Any]:
        began = time.monotonic()
        while self.kills.total() < kills:
            self.send(kills)
        found = [self.judged(issue) for issue in self.issues]
        sums = Counter[str]()
        for each in found:
            sums.update({name: value for name, value in each.items() if name != "wrong"})
        return {
            "doubt": self.doubt,
            "processes": self.processes,
            "issues": len(self.issues),
            "kills": self.kills.total(),
            **sums,
            "seconds": round(time.monotonic() - began),
            "wrong": [words for each in found for words in each["wrong"]],
        }

    def send(self, kills: int) -> None:
        """One issue, until it is done."""
        from django.utils import timezone

        from rotativa.newsletters.actions import finish_issues, recover_deliveries, send_issue
        from rotativa.newsletters.models import Delivery, Shift

        period = f"{self.doubt}-{self.processes}-{len(self.issues)}"
        issue = made_issue(period, size=4000)
        self.issues.append(send_issue(issue, at=timezone.now()))
        while not finish_issues(at=timezone.now()):
            self.kills[issue.pk] += self.work(issue, spares=self.kills.total() >= kills)
            now = timezone.now()
            Shift.objects.filter(leased_until__gt=now).update(leased_until=now)
            recover_deliveries(at=now, is_held=self.doubt == "hold")
            Delivery.objects.filter(issue=issue, state=0).update(due_at=now)

    def work(self, issue: Any, *, spares: bool) -> int:
        """How many processes were killed; the others had come to an end."""
        from django.db import connections

        connections.close_all()  # a fork must not speak on its parent's
        context = multiprocessing.get_context("fork")
        senders = [
            context.Process(target=go_on, args=(issue, self.port, self.doubt))
            for _ in range(self.processes)
        ]
        size = self.log.stat().st_size
        for sender in senders:
            sender.start()
        if not spares:
            self.wait_for_a_moment(senders, size)
        killed = 0
        for sender in senders:
            if spares:
                sender.join(120)
                if sender.exitcode:
                    sys.exit("WRONG: a sender that nobody killed has failed.")
            killed += sender.is_alive()
            sender.kill()
            sender.join()
        return killed

    def wait_for_a_moment(self, senders: list[Any], size: int) -> None:
        """Now and then while they begin; else when letters are under way."""
        if self.chance.random() > RARELY:
            while self.log.stat().st_size == size and any(each.is_alive() for each in senders):
                time.sleep(0.002)
        time.sleep(self.chance.uniform(0, LONGEST))

    def judged(self, issue: Any) -> dict[str, Any]:
        """What the relay accepted against what the ledger says."""
        from rotativa.newsletters.marks import letter_name
        from rotativa.newsletters.models import Delivery

        rows = dict(Delivery.objects.filter(issue=issue).values_list("pk", "doubted_at"))
        names = {letter_name(issue.pk, number): number for number in rows}
        lines = self.log.read_text().splitlines()
        accepted = Counter(
            names[name] for line in lines if (name := line.partition("@")[0]) in names
        )
        twice = [number for number, count in accepted.items() if count > 1]
        more = accepted.total() - len(accepted)
        missed = [number for number in rows if not accepted[number]]
        doubtful = {number for number, doubted_at in rows.items() if doubted_at}
        wrong = []
        if set(twice) - doubtful:
            wrong.append("arrived twice and is not in doubt")
        if more > self.kills[issue.pk] * CONNECTIONS or (self.doubt == "hold" and more):
            wrong.append(f"{more} arrived once more than they should")
        if len(doubtful) > self.kills[issue.pk] * CONNECTIONS:
            wrong.append(f"{len(doubtful)} are in doubt, more than connections were cut")
        if set(missed) - (doubtful if self.doubt == "hold" else set()):
            wrong.append(f"{len(missed)} were missed")
        if len(rows) != issue.frozen_count:
            wrong.append("the audience changed")
        return {"twice": more, "held": len(missed), "doubtful": len(doubtful), "wrong": wrong}


def go_on(issue: Any, port: int, doubt: str) -> None:
    deliver(issue, to=port, connections=CONNECTIONS, seconds=60, is_held=doubt == "hold")


if __name__ == "__main__":
    main(*sys.argv[1:])
