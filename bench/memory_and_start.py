"""What `rotativa serve` takes with 10,000 printed pages: memory at rest, and time until the first page.

Memory is the share of each process (PSS) and what each holds by itself or with others (RSS), of all
processes together: at rest, and once all pages were asked for. The start is from the command to the first
200 of a printed page; its peers are loading Django for the same site, and Granian with the project alone.

`python bench/memory_and_start.py 500` takes 500 pages.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from made_up.pages import paper_of_pages, paths_of
from made_up.paper import environment
from measuring.processes import (
    end_cleanly,
    family,
    free_port,
    load,
    running,
    serving,
    wait_for,
)
from measuring.wrk import crowd, write_walk

MOST_MEGABYTES, MOST_SECONDS = 350, 2
STARTS = 5
REST = 10
"""Seconds after the start in which everything has begun what it does."""


def main(count: str = "10000") -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        paper = paper_of_pages(Path(folder) / "paper", count=int(count))
        print(f"{count} printed pages, {load()}")
        tell_memory(paper, Path(folder), paths_of(int(count)))
        tell_start(paper, path=paths_of(1)[0])


def tell_memory(paper: Path, folder: Path, paths: list[str]) -> None:
    script = write_walk(folder, "all", paths)
    with serving(paper) as server:
        time.sleep(REST)
        at_rest = memory(server[1])
        crowd(server, script, seconds=10)
        after = memory(server[1])
    for name, (count, own, resident) in (("at rest", at_rest), ("all pages read", after)):
        print(f"  {name:<16}{own:4.0f} MB in {count} processes (sum of RSS {resident:.0f} MB)")
    print(f"  bar: {MOST_MEGABYTES} MB at rest")


def memory(number: int) -> tuple[int, float, float]:
    """How many processes, and the megabytes of PSS and of RSS of them all."""
    found = {"Pss:": 0, "Rss:": 0}
    processes = family(number)
    for each in processes:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            name, *values = line.split()
            if name in found:
                found[name] += int(values[0])
    return len(processes), found["Pss:"] / 1000, found["Rss:"] / 1000


def tell_start(paper: Path, *, path: str) -> None:
    ours, django, plain = [], [], []
    for _ in range(STARTS):
        ours.append(start(paper, ["-m", "rotativa", "serve"], path=path))
        django.append(load_django(paper))
        plain.append(start(paper, granian(), path="/en/"))
    print(f"  first page after {median(ours):.2f} s (bar {MOST_SECONDS}), {load()}")
    print(
        f"  Django loaded after {median(django):.2f} s, Granian alone after {median(plain):.2f} s"
    )


def granian() -> list[str]:
    return ["-m", "granian", "rotativa.project.wsgi:application", "--interface", "wsgi", "--no-ws"]


def start(paper: Path, command: list[str], *, path: str) -> float:
    port, log = free_port(), paper / "data" / "bench.log"
    env = environment(
        paper,
        ROTATIVA_SERVE__PORT=str(port),
        GRANIAN_PORT=str(port),
        DJANGO_SETTINGS_MODULE="rotativa.project.settings",
    )
    began = time.perf_counter()
    with running([sys.executable, *command], log=log, env=env) as process:
        wait_for(port, path, of=process, log=log)
        return time.perf_counter() - began


def load_django(paper: Path) -> float:
    env = environment(paper, DJANGO_SETTINGS_MODULE="rotativa.project.settings")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import django; django.setup()"], check=True, env=env)
    return time.perf_counter() - began


if __name__ == "__main__":
    os.umask(0o022)
    main(*sys.argv[1:])
