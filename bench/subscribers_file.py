"""The largest file of subscribers that the desk takes (20 MB): how long it takes, in which shifts, with what memory.

Each shift is a process of its own, as if a worker began anew each time, and its peak is told. The file names
nothing but addresses, which makes the most rows; one in fifty comes twice.

`python bench/subscribers_file.py 2` takes one of 2 MB; with `trial` as second word, nothing is stored.
On PostgreSQL: `python -m tools.with_postgres .venv/bin/python bench/subscribers_file.py`.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from made_up.readers import new_paper
from measuring.processes import end_cleanly, load

MEGABYTES = 20
TWICE = 50
MOST_MEMORY = 120
"""MB that a shift may take beside what it takes for a small file."""


def main(*arguments: str) -> None:
    end_cleanly()
    if arguments and arguments[0] in STEPS:
        STEPS[arguments[0]](*map(int, arguments[1:]))
        return
    with TemporaryDirectory() as folder:
        env = new_paper(Path(folder) / "paper")
        size = int(arguments[0]) if arguments else MEGABYTES
        small = work(env, 10_000, is_trial=True)
        large = work(env, size * 1_000_000, is_trial="trial" in arguments)
        sys.exit(large > small + MOST_MEMORY)


def work(env: dict[str, str], size: int, *, is_trial: bool) -> int:
    """The highest peak of its shifts."""
    where = "PostgreSQL" if "ROTATIVA_DATABASE" in env else "SQLite"
    taken = in_process(env, "take", size, int(is_trial))
    how = "read on trial" if is_trial else "stored"
    print(f"{where}: {size:,} bytes, {taken['rows']:,} rows, {how}, {load()}", flush=True)
    seconds, peak, shifts, told = 0.0, 0, 0, {"is_more": True}
    while told["is_more"]:
        told = in_process(env, "shift", taken["intake"])
        seconds, peak, shifts = seconds + told["seconds"], max(peak, told["memory"]), shifts + 1
        print(
            f"  {told['rows']:9,} rows after {seconds:5.0f} s; this shift began with {told['first']:.1f} s "
            f"before its first part, {told['memory']} MB",
            flush=True,
        )
    print(f"  {told['counts']} in {shifts} shifts, at most {peak} MB", flush=True)
    return peak


def in_process(env: dict[str, str], step: str, *told: int) -> dict[str, Any]:
    command = [sys.executable, __file__, step, *map(str, told)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def take(size: int, is_trial: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    from django.utils import timezone

    from rotativa.newsletters.actions import Given, take_in
    from rotativa.newsletters.models import Newsletter
    from rotativa.people.models import User

    person, _is_new = User.objects.get_or_create(email="ada@paper.example")
    lines = ["email"]
    while size > 0:
        number = len(lines) - len(lines) // TWICE
        lines.append(f"someone{number:07}@example.org")
        size -= len(lines[-1]) + 1
    content = ("\n".join(lines) + "\n").encode()
    daily = [Newsletter.objects.daily()]
    given = Given("all.csv", content, daily, "en", is_trial=bool(is_trial), may_suppress=True)
    intake = take_in(given, by=person, at=timezone.now())
    print(json.dumps({"intake": intake.pk, "rows": len(lines) - 1}))


def shift(pk: int) -> None:
    from rotativa.cli.site import enter_site

    enter_site()
    from datetime import datetime

    from django.utils import timezone

    from rotativa.newsletters.actions import work_off
    from rotativa.newsletters.models import Intake

    asked: list[float] = []

    def now() -> datetime:
        asked.append(time.perf_counter())
        return timezone.now()

    began = time.perf_counter()
    is_more = work_off(pk, now=now)
    intake = Intake.objects.get(pk=pk)
    told = {
        "is_more": is_more,
        "seconds": time.perf_counter() - began,
        "first": next((each - began for each in asked[2:]), 0),
        "rows": intake.rows_read,
        "counts": intake.counts,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


STEPS: dict[str, Callable[..., None]] = {"take": take, "shift": shift}


if __name__ == "__main__":
    main(*sys.argv[1:])
