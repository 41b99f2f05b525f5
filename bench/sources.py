"""What 10,000 sources cost beside 200: the pages that list them, the desk's reports, a publish.

Two papers, asked by turns: the ratio of the times is the figure, which other load on the machine touches
on both sides alike. Twenty sources to an article; every tenth is gone, with a copy that readers see and
five looks told. Pages are asked of the application itself, not of printed files. On SQLite, then on
PostgreSQL: two databases of one server.

`python bench/sources.py 200 1000` takes other sizes.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from made_up.paper import BENCH, EMAIL, HOST, environment
from made_up.stories import NOW
from measuring.processes import load

SMALL, LARGE, ASKED, WARMING = 200, 10_000, 15, 3
EACH = 20
"""Sources that an article leans on."""
MOST_QUERIES, MOST_RATIO = 20, 2.0
SEARCH, FOUND, HOME = "desk: sources, a search", "readers: sources, a search", "desk: first page"
PUBLISH, WITHOUT, ONE = "publish, five sources", "publish, no source", "publish, one source"
FREE_IN_QUERIES = {PUBLISH, WITHOUT, ONE, HOME}
"""Most of their queries are Wagtail's own and the press's; what sources add is told by itself."""
FREE_TO_GROW = {SEARCH, FOUND}
"""They read the words of all sources and find more among more, and are told for what they cost."""


def main(*sizes: str) -> None:
    sizes = sizes or (str(SMALL), str(LARGE))
    with TemporaryDirectory() as folder:
        measured("SQLite", {size: begun(Path(folder) / size, size) for size in sizes})
    command = [sys.executable, "-m", "tools.with_postgres", sys.executable, __file__]
    subprocess.run([*command, "postgres", *sizes], check=True, cwd=BENCH.parent)


def on_postgres(address: str, *sizes: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        for size in sizes:
            server.execute(f"CREATE DATABASE sources_{int(size)}".encode())
    of = {size: urlsplit(address)._replace(path=f"/sources_{size}").geturl() for size in sizes}
    with TemporaryDirectory() as folder:
        papers = {
            size: begun(Path(folder) / size, size, ROTATIVA_DATABASE=of[size]) for size in sizes
        }
        measured("PostgreSQL", papers)


def measured(database: str, papers: "dict[str, subprocess.Popen[str]]") -> None:
    """By turns, so that other load touches all alike."""
    sizes = list(papers)
    print(f"{' and '.join(sizes)} sources, {database}", flush=True)
    rounds = [[asked(each) for each in papers.values()] for _ in range(WARMING + ASKED)][WARMING:]
    for paper in papers.values():
        paper.communicate("", timeout=60)
    for name in rounds[0][0]:
        seconds = [median(turn[place][name][0] for turn in rounds) for place in range(len(sizes))]
        queries = [rounds[-1][place][name][1] for place in range(len(sizes))]
        tell(name, seconds, queries)
    tell_added({name: asked[1] for name, asked in rounds[-1][-1].items()})
    print(f"  {load()}", flush=True)


def tell_added(queries: dict[str, int]) -> None:
    """In the larger paper."""
    for name in (ONE, PUBLISH):
        total, without = queries[name], queries[WITHOUT]
        is_few = total - without < MOST_QUERIES and queries[ONE] == queries[PUBLISH]
        said = f"{total} queries, {without} without, {total - without} added"
        print(f"  {name:<28} {said}{'' if is_few else ' MISSED'}", flush=True)


def tell(name: str, seconds: list[float], queries: list[int]) -> None:
    ratio = seconds[-1] / seconds[0]
    is_few = max(queries) < MOST_QUERIES or name in FREE_IN_QUERIES
    is_alike = (ratio < MOST_RATIO and len(set(queries)) == 1) or name in FREE_TO_GROW
    missed = "" if is_few and is_alike else " MISSED"
    times = " and ".join(f"{each * 1000:6.1f} ms" for each in seconds)
    counts = " and ".join(map(str, queries))
    print(f"  {name:<28} {times}: {ratio:4.2f} times; {counts} queries{missed}", flush=True)


def begun(site: Path, size: str, **given: str) -> "subprocess.Popen[str]":
    """A paper of so many sources, in a process that waits to be asked."""
    new = [sys.executable, "-m", "rotativa", "new", str(site), "--email", EMAIL]
    new += ["--base-url", f"http://{HOST}"]
    subprocess.run(new, check=True, env=environment(**given), stdout=subprocess.DEVNULL)
    command = [sys.executable, __file__, "within", str(site), size]
    env = environment(PYTHONPATH=f"{BENCH.parent}:{BENCH}", **given)
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env)


def asked(paper: "subprocess.Popen[str]") -> dict[str, tuple[float, int]]:
    """Seconds and queries for each thing, once."""
    if paper.stdin is None or paper.stdout is None:
        sys.exit("WRONG: no pipes")
    paper.stdin.write("\n")
    paper.stdin.flush()
    while line := paper.stdout.readline():
        if line.startswith("{"):
            return dict(json.loads(line))
    sys.exit("WRONG: the paper's process has ended")


def in_site(site: str, size: str) -> None:
    from rotativa.cli.prepare import prepare_static
    from rotativa.cli.site import enter_site

    prepare_static(enter_site(Path(site)))
    from django.conf import settings

    settings.ALLOWED_HOSTS = [HOST]
    fill(0, int(size))
    things = things_to_do()
    for _line in sys.stdin:
        print(json.dumps({name: timed(work) for name, work in things.items()}), flush=True)


def fill(start: int, end: int) -> None:
    from django.db import connection

    from rotativa.articles.actions import add_many
    from rotativa.articles.models import FrontPage
    from rotativa.evidence.models import Source

    front = FrontPage.objects.get(locale__language_code="en")
    made = [
        Source(
            url=f"https://s{each % 997}.example/{each}",
            key=f"s{each % 997}.example/{each}",
            title=f"What was said for the {each}th time",
            publisher="Harbour Board",
            added_at=NOW + timedelta(seconds=each),
            next_check_at=NOW + timedelta(days=3650),
        )
        for each in range(start, end)
    ]
    for each in made:  # stored past the model, which would do it
        each.said = each.words_to_find()
    sources = Source.objects.bulk_create(made, batch_size=500)
    for at in range(0, len(sources), EACH * 100):
        groups = [sources[at + each : at + each + EACH] for each in range(0, EACH * 100, EACH)]
        add_many(front, [article(front, each) for each in groups if each], at=NOW)
    go_bad(sources[::10])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def article(front: Any, sources: list[Any]) -> Any:
    from rotativa.articles.citations import mark_html
    from rotativa.articles.models import Article

    number = sources[0].pk
    marks = "".join(f"<p>So it is said.{mark_html(each.pk)}</p>" for each in sources)
    return Article(
        title=f"The ferry and source {number}",
        slug=f"the-ferry-and-source-{number}",
        locale=front.locale,
        live=True,
        first_published_at=NOW + timedelta(minutes=number),
        body=[("paragraph", marks)],
    )


def go_bad(sources: list[Any]) -> None:
    from rotativa.evidence.checks.states import State
    from rotativa.evidence.models import Capture, Check, Source

    ids = [each.pk for each in sources]
    for part in range(0, len(ids), 500):
        Source.objects.filter(pk__in=ids[part : part + 500]).update(
            state=State.GONE, state_since=NOW, told_at=NOW, bad_in_row=3
        )
    Check.objects.bulk_create(
        [
            Check(source_id=pk, at=NOW + timedelta(days=day), state=State.GONE, status=404)
            for pk in ids
            for day in range(5)
        ],
        batch_size=500,
    )
    Capture.objects.bulk_create(
        [
            Capture(source_id=pk, status="taken", sha256="0" * 64, taken_at=NOW, asked_at=NOW)
            for pk in ids
        ],
        batch_size=500,
    )


def things_to_do() -> dict[str, Callable[[], None]]:
    from django.test import Client
    from django.urls import reverse

    from rotativa.articles.models import ListedSource
    from rotativa.people.models import User

    client = Client(headers={"host": HOST})
    editor, _ = User.objects.get_or_create(
        email="ada@paper.example", defaults={"is_superuser": True}
    )
    client.force_login(editor)
    lost = ListedSource.objects.filter(source__state="gone").order_by("pk")[0].source_id
    paths = {
        "readers: sources": "/en/sources/",
        "readers: numbered page": "/en/sources/page/1/",
        "readers: a source": f"/en/sources/{lost}/",
        "desk: sources": reverse("wagtailsnippets_evidence_source:list"),
        SEARCH: f"{reverse('wagtailsnippets_evidence_source:list')}?q=11th",
        FOUND: "/en/search/?in=sources&q=11th",
        "desk: gone or changed": reverse("source_states:index"),
        "desk: gone, cited, with copy": f"{reverse('source_states:index')}?use=cited&copy=yes",
        "desk: copies": reverse("copies:index"),
        HOME: reverse("wagtailadmin_home"),
    }
    pages = {name: partial(ask, client, path) for name, path in paths.items()}
    plain, one, five = add_plain(3)
    return {
        **pages,
        WITHOUT: partial(publish, plain, iter(())),
        ONE: partial(publish, one, sources_in_turn(1)),
        PUBLISH: partial(publish, five, sources_in_turn(5)),
    }


def add_plain(number: int) -> list[int]:
    """Articles that lean on nothing yet."""
    from rotativa.articles.actions import add_many
    from rotativa.articles.models import Article, FrontPage

    front = FrontPage.objects.get(locale__language_code="en")
    made = [
        Article(
            title=f"Plain {each}",
            slug=f"plain-{each}",
            locale=front.locale,
            live=True,
            first_published_at=NOW - timedelta(days=1),
        )
        for each in range(number)
    ]
    add_many(front, made, at=NOW)
    known = Article.objects.filter(slug__startswith="plain-").order_by("slug")
    return list(known.values_list("pk", flat=True))


def ask(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        sys.exit(f"WRONG: {path} answers {answer.status_code}")


def sources_in_turn(number: int) -> Iterator[list[int]]:
    """Others each time, so that each time there is something to list and to copy."""
    from rotativa.evidence.models import Source

    known = list(Source.objects.order_by("pk").values_list("pk", flat=True))
    places = (turn * number % (len(known) - number) for turn in count())
    return (known[place : place + number] for place in places)


def publish(article: int, cited: Iterator[list[int]]) -> None:
    """A draft of other words, and that published and printed."""
    from rotativa.articles.citations import mark_html
    from rotativa.articles.models import Article

    page = Article.objects.get(pk=article)
    words = f"So it is said at {time.time_ns()}."
    marks = "".join(f"<p>{words}{mark_html(pk)}</p>" for pk in next(cited, [])) or f"<p>{words}</p>"
    page.body = [("paragraph", marks)]
    page.save_revision().publish()


def timed(work: Callable[[], None]) -> tuple[float, int]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()  # only so many are kept, of all rounds
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
    return seconds, len(queries)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["postgres", *sizes]:
            on_postgres(os.environ["ROTATIVA_DATABASE"], *sizes)
        case ["within", site, size]:
            in_site(site, size)
        case arguments:
            main(*arguments)
