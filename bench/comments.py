"""How long a thread of 2,000 comments takes to be read and ordered, beside 100,000 other comments.

On SQLite, then on PostgreSQL: the thread in each order, with the queries it takes; the article's page
through Django, whose queries are counted. Peers, in the same run and the same database: the thread as
instances of its model, ordered by the same code, and treebeard's materialised path, on which Wagtail's
own trees stand, read with `get_tree()`. Beside the time stands this process's own work, which no other
load can falsify, and which the bar is for.

`python bench/comments.py 500` takes 500 comments in the thread.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from made_up.paper import BENCH, EMAIL, HOST, environment
from measuring.processes import end_cleanly, load

COUNT, OTHERS, TIMES = 2_000, 100_000, 50
MOST_SECONDS, MOST_QUERIES = 0.010, 20
THREAD = UUID(int=1)
WORDS = "The weed line stood higher than in March, and nobody at the gate could say why. "


def main(count: str = str(COUNT)) -> None:
    end_cleanly()
    missed = measured(count, database="SQLite")
    command = [sys.executable, "-m", "tools.with_postgres", sys.executable, __file__]
    done = subprocess.run([*command, "postgres", count], check=False, cwd=BENCH.parent)
    sys.exit(missed or done.returncode)


def measured(count: str, *, database: str) -> int:
    """In a site of its own; whether a bar was missed."""
    print(f"a thread of {count} comments beside {OTHERS:,} others, {database}", flush=True)
    given = {name: os.environ[name] for name in ("ROTATIVA_DATABASE",) if name in os.environ}
    with TemporaryDirectory() as folder:
        site = Path(folder) / "paper"
        new = [sys.executable, "-m", "rotativa", "new", str(site), "--email", EMAIL]
        new += ["--base-url", f"http://{HOST}"]
        subprocess.run(new, check=True, env=environment(**given), stdout=subprocess.DEVNULL)
        env = environment(PYTHONPATH=f"{BENCH.parent}{os.pathsep}{BENCH}", **given)
        command = [sys.executable, __file__, "within", str(site), count]
        return subprocess.run(command, check=False, env=env).returncode


def in_site(site: str, count: int) -> None:
    from rotativa.cli.prepare import prepare_site
    from rotativa.cli.site import enter_site

    prepare_site(enter_site(Path(site)))
    from made_up.stories import fill
    from made_up.talk import talk

    from rotativa.comments.models import Comment
    from rotativa.comments.rules import Order
    from rotativa.comments.thread import in_order, read_thread

    fill(1, languages=("en",))
    talk(THREAD, count, words=WORDS)
    for number in range(OTHERS // 1000):
        talk(UUID(int=1000 + number), 1000, words=WORDS)
    tree = tree_of_treebeard(count)
    is_missed = False
    for order in Order.values:
        figures = timed(partial(lambda order: in_order(read_thread(THREAD), order), order))
        is_missed |= tell(f"read and ordered, {order}", figures, is_ours=True)
    tell("peer: instances of the model", timed(lambda: as_instances(Comment)))
    tell("peer: treebeard's get_tree()", timed(lambda: list(tree.get_tree())))
    for what, path in (("the article's page", ""), ("all comments", "comments")):
        queries, shown = page(path)
        is_missed |= queries >= MOST_QUERIES
        print(f"  {what}: {queries} queries (under {MOST_QUERIES}), {shown} comments on it")
    sys.exit(int(is_missed))


def as_instances(model: Any) -> list[Any]:
    """What one would write at first."""
    from rotativa.comments.thread import walk

    rows = list(model.objects.of(THREAD).seen().order_by("created_at", "pk"))
    found = {row.pk: row for row in rows}
    roots: list[Any] = []
    for row in rows:
        row.answers = []
    for row in rows:
        above = found.get(row.parent_id)
        (above.answers if above else roots).append(row)
    return list(walk(roots))


def tree_of_treebeard(count: int) -> Any:
    """As many nodes in the same shape, in a table of their own."""
    from django.db import connection, models
    from made_up.talk import parents
    from treebeard.mp_tree import MP_Node

    class Node(MP_Node):
        text = models.TextField()

        class Meta:
            app_label = "bench"

    with connection.schema_editor() as editor:
        editor.create_model(Node)
    paths: list[str] = []
    below: dict[int | None, int] = {}
    for above in parents(count):
        below[above] = below.get(above, 0) + 1
        paths.append(f"{'' if above is None else paths[above]}{below[above]:04}")
    rows = [
        Node(path=path, depth=len(path) // Node.steplen, text=WORDS, numchild=below.get(number, 0))
        for number, path in enumerate(paths)
    ]
    Node.objects.bulk_create(rows, batch_size=500)
    return Node


def timed(read: Callable[[], list[Any]]) -> tuple[float, float, float, int, int]:
    """Median and best seconds, median work, queries, rows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        rows = len(read())
    seconds, work = [], []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        read()
        seconds.append(time.perf_counter() - began)
        work.append(time.process_time() - worked)
    return median(seconds), min(seconds), median(work), len(queries), rows


def tell(
    what: str, figures: tuple[float, float, float, int, int], *, is_ours: bool = False
) -> bool:
    middle, best, work, queries, rows = figures
    is_missed = is_ours and (work > MOST_SECONDS or queries > 1)
    print(
        f"  {what:<30} p50 {middle * 1000:5.1f} ms, best {best * 1000:5.1f} ms, work {work * 1000:5.1f} ms, "
        f"{queries} query, {rows} rows, {load()}{' MISSED' if is_missed else ''}",
        flush=True,
    )
    return is_missed


def page(name: str) -> tuple[int, int]:
    """Of the second time it is asked for, since the first fills what a process keeps."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from rotativa.articles.models import Article

    settings.ALLOWED_HOSTS = [HOST]
    client = Client(headers={"host": HOST})
    article = Article.objects.get(translation_key=THREAD)
    address = reverse(name, args=[THREAD]) if name else article.url
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return len(queries), answer.content.count(b'<li class="comment')


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["postgres", count]:
            sys.exit(measured(count, database="PostgreSQL"))
        case ["within", site, count]:
            in_site(site, int(count))
        case arguments:
            main(*arguments)
