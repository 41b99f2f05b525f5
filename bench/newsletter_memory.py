"""What memory and time an issue takes by its audience: freezing it, and one shift of sending it.

Each in a process of its own, whose peak is told. A shift is as long as tasks have them, so that a large
audience is sent in part only: a process knows no more of it than it has claimed.

`python bench/newsletter_memory.py 1000 100000 1000000`.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/newsletter_memory.py`.
"""

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from made_up.readers import deliver, fill, made_issue, new_paper
from measuring.postfix import sink
from measuring.processes import end_cleanly, load
from measuring.wrk import require

AUDIENCES = (1_000, 100_000, 1_000_000)
SIZE, CONNECTIONS = 40_000, 10
FLAT = 24
"""MB that the largest audience may take more than the smallest: SQLite's cache of pages (`cache_size`) is 20 of them."""
OWN = re.compile(r"RssAnon:\s+(\d+)")
EVERY = 0.01
"""Seconds between two looks at what it takes."""


def main(*arguments: str) -> None:
    end_cleanly()
    if arguments and arguments[0] in STEPS:
        STEPS[arguments[0]](*map(int, arguments[1:]))
        return
    require("smtp-sink", "postfix")
    audiences = [int(each) for each in arguments] or list(AUDIENCES)
    with TemporaryDirectory() as folder:
        measure(new_paper(Path(folder) / "paper"), audiences)


def measure(env: dict[str, str], audiences: list[int]) -> None:
    where = "PostgreSQL" if "ROTATIVA_DATABASE" in env else "SQLite"
    print(f"{where}: letters of {SIZE} bytes, {load()}", flush=True)
    peaks = []
    with sink() as port:
        for number in audiences:
            in_process(env, "fill", number)
            frozen = in_process(env, "freeze", number)
            sent = in_process(env, "send", frozen["issue"], port)
            looked = in_process(env, "look", frozen["issue"])
            peaks.append([each["own"] for each in (frozen, sent, looked)])
            print(
                f"  {number:9,}: frozen in {frozen['seconds']:.2f} s, {memory(frozen)}; "
                f"{sent['letters']:,} sent in {sent['seconds']:.1f} s, {memory(sent)}; "
                f"the clock looks for {1000 * looked['seconds']:.0f} ms, {memory(looked)}",
                flush=True,
            )
    grown = [max(each) - each[0] for each in zip(*peaks, strict=True)]
    told = ", ".join(f"{each:+.0f}" for each in grown)
    print(f"  grown by {told} MB (bar {FLAT}), {load()}")
    sys.exit(max(grown) > FLAT)


def in_process(env: dict[str, str], step: str, *told: int) -> dict[str, Any]:
    command = [sys.executable, __file__, step, *map(str, told)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        own = own_peak(process)
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        said = process.stdout.read()
    if process.returncode:
        sys.exit(f"WRONG: {step} has failed.")
    return {**json.loads(said.splitlines()[-1]), "own": own}


def own_peak(process: "subprocess.Popen[str]") -> float:
    """MB at most that are its own, until it ends. What it has mapped of SQLite's file is the system's, who takes
    it back at will; it is bounded by `mmap_size` (128 MB)."""
    peak = 0
    while process.poll() is None:
        told = Path(f"/proc/{process.pid}/status").read_text()
        if found := OWN.search(told):  # one that has ended and was not looked after has none
            peak = max(peak, int(found[1]))
        time.sleep(EVERY)
    return peak / 1024


def memory(told: dict[str, Any]) -> str:
    return f"{told['own']:.0f} MB of its own ({told['memory']} with mapped files)"


def tell(**told: object) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"memory": peak, **told}))


def fill_up(number: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    fill(number)
    tell()


def freeze(number: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    from django.utils import timezone

    from rotativa.newsletters.actions import send_issue

    issue = made_issue(f"{time.time():.6f}", size=SIZE)
    began = time.perf_counter()
    issue = send_issue(issue, at=timezone.now())
    seconds = time.perf_counter() - began
    if issue.frozen_count != number:
        sys.exit(f"WRONG: {issue.frozen_count} of {number}")
    tell(seconds=seconds, issue=issue.pk)


def send(pk: int, port: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    from rotativa.newsletters.models import Issue
    from rotativa.newsletters.tasks import SECONDS

    issue = Issue.objects.select_related("newsletter").get(pk=pk)
    began = time.perf_counter()
    report = deliver(issue, to=port, connections=CONNECTIONS, seconds=SECONDS)
    tell(seconds=time.perf_counter() - began, letters=report.taken)


def look(pk: int) -> None:
    """As the clock does each minute, and then pause it, so that it is not the next one's burden."""
    from rotativa.cli.site import enter_site

    enter_site()
    from django.utils import timezone

    from rotativa.newsletters.actions import finish_issues, pause_issue, recover_deliveries
    from rotativa.newsletters.models import Issue

    began = time.perf_counter()
    recover_deliveries(at=timezone.now(), is_held=False)
    finish_issues(at=timezone.now())
    seconds = time.perf_counter() - began
    pause_issue(Issue.objects.get(pk=pk))
    tell(seconds=seconds)


STEPS: dict[str, Callable[..., None]] = {
    "fill": fill_up,
    "freeze": freeze,
    "send": send,
    "look": look,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
