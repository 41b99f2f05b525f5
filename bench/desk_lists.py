"""How long an editor waits for the desk's lists in a large archive: articles, and the translations grid.

10,000 articles, nearly all in four languages; asked over HTTP through a running `rotativa serve` by an
editor who is signed in: the first screen, a far one, each kind of filter, a search, and Wagtail's search in
all pages. Beside the time stands
the work of the site's processes for each answer (not PostgreSQL's), which no other load can falsify.
Queries are counted in a process of their own. On SQLite, then on PostgreSQL.

`python bench/desk_lists.py 1000 10` takes 1,000 articles and asks 10 times for each.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from made_up.paper import BENCH, EMAIL, HOST, environment
from measuring.desk import Desk
from measuring.processes import end_cleanly, load, processor_seconds, serving

COUNT, ASKED, WARMING = 10_000, 30, 3
MOST_SECONDS, MOST_QUERIES = 0.300, 20
LANGUAGES = ("en", "es", "fr", "de")
GRID, LIST = "/desk/translations/", "/desk/articles/"
SEARCH = "/desk/pages/search/"


def main(count: str = str(COUNT), asked: str = str(ASKED)) -> None:
    end_cleanly()
    with TemporaryDirectory() as folder:
        measured(Path(folder) / "paper", count, int(asked), database="SQLite")
    command = [sys.executable, "-m", "tools.with_postgres", sys.executable, __file__]
    subprocess.run([*command, "postgres", count, asked], check=True, cwd=BENCH.parent)


def on_postgres(count: str, asked: str) -> None:
    with TemporaryDirectory() as folder:
        measured(Path(folder) / "paper", count, int(asked), database="PostgreSQL")


def measured(site: Path, count: str, asked: int, *, database: str) -> None:
    print(f"{count} articles in {len(LANGUAGES)} languages, {database}", flush=True)
    given = {name: os.environ[name] for name in ("ROTATIVA_DATABASE",) if name in os.environ}
    given |= {"ROTATIVA_LANGUAGES": json.dumps(LANGUAGES)}
    new = [sys.executable, "-m", "rotativa", "new", str(site), "--email", EMAIL]
    new += ["--base-url", f"http://{HOST}"]
    subprocess.run(new, check=True, env=environment(**given), stdout=subprocess.DEVNULL)
    made = json.loads(within(site, "fill", count, given=given))
    with serving(site, "--web", **given) as (port, number):
        queries = json.loads(within(site, "count", json.dumps(made["paths"]), given=given))
        desk = Desk(port, session=made["session"])
        for path in made["paths"]:
            for _ in range(WARMING):
                seconds_for(desk, path)
            before = processor_seconds(number)
            seconds = [seconds_for(desk, path) for _ in range(asked)]
            work = (processor_seconds(number) - before) / asked
            tell(path, seconds, work=work, queries=queries[path])


def within(site: Path, *arguments: str, given: Mapping[str, str]) -> str:
    """The last line of what this file prints in a process that has entered the site."""
    env = environment(PYTHONPATH=f"{BENCH.parent}:{BENCH}", **given)
    command = [sys.executable, __file__, "within", str(site), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env)
    return done.stdout.splitlines()[-1]


def seconds_for(desk: Desk, path: str) -> float:
    began = time.perf_counter()
    answer, body = desk.get(path)
    seconds = time.perf_counter() - began
    if answer.status != 200 or b"The ferry is late" not in body:
        sys.exit(f"WRONG: {path} answers {answer.status} without articles")
    return seconds


def tell(path: str, seconds: list[float], *, work: float, queries: int) -> None:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    missed = " MISSED" if p95 > MOST_SECONDS or queries >= MOST_QUERIES else ""
    print(
        f"  {path:<55} p50 {median(seconds) * 1000:4.0f} ms, p95 {p95 * 1000:4.0f} ms, "
        f"work {work * 1000:4.0f} ms, {queries} queries, {load()}{missed}",
        flush=True,
    )


def in_site(site: str, act: str, *arguments: str) -> None:
    from rotativa.cli.site import enter_site

    enter_site(Path(site))
    if act == "fill":
        print(json.dumps(fill_site(int(arguments[0]))))
    else:
        print(json.dumps(count_queries(json.loads(arguments[0]))))


def fill_site(count: int) -> dict[str, object]:
    from made_up.stories import fill
    from measuring.desk import sign_in

    from rotativa.articles.models import Author, Section

    fill(count, languages=LANGUAGES)
    author, section = Author.objects.order_by("pk")[0].pk, Section.objects.order_by("pk")[0].pk
    lists = [LIST, f"{LIST}?p=100", f"{LIST}?section={section}", f"{LIST}?state=published"]
    grid = [
        GRID,
        f"{GRID}?p=100",
        f"{GRID}?in_es=missing",
        f"{GRID}?in_es=stale&in_es=machine_draft",
        f"{GRID}?section={section}&author={author}",
        f"{GRID}?q=late+for+the+77",
    ]
    everything = [SEARCH, f"{SEARCH}?q=late+for+the+77", f"{SEARCH}?q=late"]  # the last finds all
    return {"session": sign_in(), "paths": [*grid, *lists, *everything]}


def count_queries(paths: list[str]) -> dict[str, int]:
    """Of the second time each is asked for, since the first fills what a process keeps."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rotativa.people.models import User

    settings.ALLOWED_HOSTS = [HOST]
    client = Client(headers={"host": HOST})
    client.force_login(User.objects.filter(is_superuser=True).order_by("-pk")[0])
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        found[path] = len(queries)
    return found


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["postgres", count, asked]:
            on_postgres(count, asked)
        case ["within", site, act, *arguments]:
            in_site(site, act, *arguments)
        case arguments:
            main(*arguments)
