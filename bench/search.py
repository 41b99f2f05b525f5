"""How long readers wait for an answer in a large archive, and what being found costs a publish.

Made-up articles of 600 words, as common as real ones, in two languages; questions as people ask them,
through the function and through HTTP. The peer is the search in the database that comes with Wagtail,
over the same texts in the same run, each answer cut off after some seconds. On SQLite, then on
PostgreSQL. Beside the time that passes stands the processor's, which no other load can falsify.

`python bench/search.py 1000 50` takes 1,000 articles a language and 50 questions.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from made_up.archive import fill, queries
from made_up.paper import BENCH, EMAIL, HOST, environment
from measuring.processes import LOOPBACK, end_cleanly, load, processor_seconds, serving
from measuring.wagtails_own import wagtails_own

if TYPE_CHECKING:
    from rotativa.articles.models import Article

COUNT, ASKED, ASKED_OF_PEER, PUBLISHED, WARMING = 10_000, 200, 20, 40, 20
LANGUAGES = ("en", "es")
MOST_P95, MOST_OVER = 0.025, 0.120
PEER_SECONDS = 5
TODAY = date(2026, 4, 16)

Times = tuple[float, float]
"""Seconds that pass, and those of the processor."""


def main(count: str = str(COUNT), asked: str = str(ASKED)) -> None:
    end_cleanly()
    measured(count, asked)
    with_postgres = [sys.executable, "-m", "tools.with_postgres", sys.executable, __file__]
    subprocess.run([*with_postgres, "postgres", count, asked], check=True, cwd=BENCH.parent)


def measured(count: str, asked: str, *, database: str = "") -> None:
    given = {"ROTATIVA_DATABASE": database} if database else {}
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        new = [sys.executable, "-m", "rotativa", "new", str(site), "--email", EMAIL]
        new += ["--base-url", f"http://{HOST}"]
        subprocess.run(new, check=True, env=environment(**given), stdout=subprocess.DEVNULL)
        path = os.pathsep.join([str(BENCH.parent), str(BENCH)])
        here = [sys.executable, __file__, "within", str(site), count, asked]
        subprocess.run(here, check=True, env=environment(PYTHONPATH=path, **given))
        # Each question comes from another visitor, since one may ask sixty times a minute.
        with serving(site, "--web", ROTATIVA_SERVE__PROXIES="2", **given) as (port, number):
            over_http(port, number, queries("en", count=int(asked)))


def over_http(port: int, server: int, texts: Sequence[str]) -> None:
    for text in texts[:WARMING]:
        ask(port, text)
    before = processor_seconds(server)
    passed = [ask(port, text) for text in texts]
    each = (processor_seconds(server) - before) / len(texts)
    tell("over HTTP", [(seconds, each) for seconds in passed])


def ask(port: int, text: str) -> float:
    visitor = ".".join(str(Random().randrange(1, 250)) for _ in range(4))  # noqa: S311  # no secret
    headers = {"Host": HOST, "X-Forwarded-For": visitor}
    with closing(HTTPConnection(LOOPBACK, port, timeout=60)) as connection:
        began = time.perf_counter()
        connection.request("GET", f"/en/search/?{urlencode({'q': text})}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        seconds = time.perf_counter() - began
    if answer.status != 200:
        sys.exit(f"WRONG: {text!r} is answered {answer.status}")
    return seconds


def within(site: str, count: str, asked: str) -> None:
    """In a process that has entered the site."""
    from rotativa.cli.prepare import prepare_site
    from rotativa.cli.site import enter_site

    prepare_site(enter_site(Path(site)))
    from django.db import connection

    began = time.perf_counter()
    fill(int(count), languages=LANGUAGES)
    spent = (time.perf_counter() - began) / (int(count) * len(LANGUAGES))
    print(f"{connection.vendor}: {count} articles in each language, {load()}")
    print(f"  stored and indexed in {spent * 1000:.1f} ms an article")
    texts = queries("en", count=int(asked))
    through_function(texts)
    publishing()
    peer(texts[: min(len(texts), ASKED_OF_PEER)])


def through_function(texts: Sequence[str]) -> None:
    from django.utils import translation
    from wagtail.models import Locale

    from rotativa.articles.search.full_text import full_text
    from rotativa.articles.search.results import Asked, search_articles

    locale = Locale.objects.get(language_code="en")
    translation.activate("en")
    found: list[int] = []

    def answer(text: str) -> None:
        with full_text().bounded():
            found.append(
                search_articles(Asked(text), locale=locale, among=[locale], today=TODAY).total
            )

    for text in texts[:WARMING]:
        answer(text)
    found.clear()
    tell("the function", timed(answer, texts))
    few, half, many = (int(each) for each in quantiles(found, n=4))
    print(f"    hits: a quarter of the questions up to {few}, half {half}, three quarters {many}")
    own = timed(answer, texts[:ASKED_OF_PEER])
    tell(f"its first {len(own)}", own)


def peer(texts: Sequence[str]) -> None:
    """Wagtail's own, which reads the same texts: headline, deck and body."""
    from django.db import DatabaseError
    from modelsearch.backends import database
    from wagtail.search import index

    from rotativa.articles.models import Article

    Article.search_fields = [*Article.search_fields, index.SearchField("body")]
    stock = database.SearchBackend({})
    began = time.perf_counter()
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        batch = list(Article.objects.filter(pk__in=keys[start : start + 500]))
        stock.get_index_for_model(Article).add_items(Article, batch)
    print(
        f"  Wagtail's index is filled in {(time.perf_counter() - began) / len(keys) * 1000:.1f} ms an article"
    )
    cut = 0

    def answer(text: str) -> None:
        nonlocal cut
        try:
            with cut_off():
                articles = Article.objects.filter(live=True)
                list(stock.search(text.replace('"', ""), articles, operator="and")[:10])
        except DatabaseError:
            cut += 1

    tell("Wagtail's search", timed(answer, texts))
    print(f"    of {len(texts)} answers {cut} were cut off after {PEER_SECONDS} s")
    article = Article.objects.latest("pk")
    tell("Wagtail's indexing", timed(lambda _: stock.add(article), range(PUBLISHED)))


@contextmanager
def cut_off():  # type: ignore[no-untyped-def]  # a context
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {PEER_SECONDS * 1000}")
            yield
            return
        deadline = time.monotonic() + PEER_SECONDS
        connection.connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        try:
            yield
        finally:
            connection.connection.set_progress_handler(None, 0)


def publishing() -> None:
    """A publish beside Wagtail's own, by turns; and what of it being found takes, and the page itself.

    A draft is saved, and then published: what the desk does, without the desk. The article's own page
    is printed within it, so that its editor can open it; all others wait for the press.
    """
    from rotativa.articles.models import Article
    from rotativa.articles.search import entries
    from rotativa.press import receivers

    whole, found, printed, own = [], [], [], []
    articles = iter(Article.objects.order_by("pk")[: 2 * (PUBLISHED + WARMING)])
    for article, other in zip(articles, articles, strict=True):
        with (
            watched(entries, "follow", "follow_draft") as finding,
            watched(receivers, "print_now") as printing,
        ):
            whole.append(published(article))
        found.append(total(finding))
        printed.append(total(printing))
        with wagtails_own():
            own.append(published(other))
    whole, own = whole[WARMING:], own[WARMING:]
    tell("a whole publish", whole)
    tell("Wagtail's own", own)
    tell("of it, being found", found[WARMING:])
    tell("of it, its page", printed[WARMING:])
    over = [middle(whole)[each] - middle(own)[each] for each in (0, 1)]
    missed = " MISSED" if over[1] > MOST_OVER else ""
    print(
        f"    {over[0] * 1000:.0f} ms over Wagtail's own, {over[1] * 1000:.0f} of the processor{missed}"
    )


@contextmanager
def watched(module: ModuleType, *names: str) -> Iterator[list[Times]]:
    """What calls of these functions of a module take."""
    spent: list[Times] = []
    inner = {name: getattr(module, name) for name in names}

    def timing(function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            before = now()
            try:
                return function(*args)
            finally:
                spent.append(since(before))

        return call

    for name, function in inner.items():
        setattr(module, name, timing(function))
    try:
        yield spent
    finally:
        for name, function in inner.items():
            setattr(module, name, function)


def total(times: Sequence[Times]) -> Times:
    return sum(each[0] for each in times), sum(each[1] for each in times)


def published(article: "Article") -> Times:
    before = now()
    article.title += " again"
    article.save_revision().publish()
    return since(before)


def middle(times: Sequence[Times]) -> Times:
    return median(each[0] for each in times), median(each[1] for each in times)


def timed(function: Callable[..., object], given: Iterable[object]) -> list[Times]:
    found = []
    for each in given:
        before = now()
        function(each)
        found.append(since(before))
    return found


def now() -> Times:
    return time.perf_counter(), time.process_time()


def since(before: Times) -> Times:
    passed, worked = now()
    return passed - before[0], worked - before[1]


def tell(name: str, times: Sequence[Times]) -> None:
    passed, worked = ([each * 1000 for each in part] for part in zip(*times, strict=True))
    print(
        f"  {name:<20}p50 {median(passed):6.1f} ms, p95 {p95(passed):6.1f} ms; "
        f"processor p50 {median(worked):5.1f} ms, p95 {p95(worked):5.1f} ms ({load()})"
    )


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["within", site, count, asked]:
            within(site, count, asked)
        case ["postgres", count, asked]:
            measured(count, asked, database=os.environ["ROTATIVA_DATABASE"])
        case arguments:
            main(*arguments)
