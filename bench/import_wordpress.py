"""How many articles `rotativa import wordpress` stores in a second, and whether all of them are right.

A made-up blog of 1,000 and of 10,000 posts goes into a fresh site on SQLite by the command itself. The
peer, in a site of its own in the same run, is what one would write at first: `add_child`, a revision and
the redirects of each article, whose body is converted already. Then the site is looked at: articles,
drafts, redirects, translations, links, the tree, and that a second run stores nothing.

The clock on the wall is what a person waits; processor time is what no other load can falsify.
`python bench/import_wordpress.py 2000` measures one size.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

from made_up.blog import expected, write_blog

from rotativa.cli.import_command import import_
from rotativa.cli.site import enter_site

SIZES = ("1000", "10000")
PEERS = 300


def main(*arguments: str) -> None:
    match arguments:
        case ["import", site, export]:
            enter_site(Path(site))
            options = ["wordpress", export, "--site", site, "--no-fetch", "--json"]
            measure(lambda: import_.main(options, standalone_mode=False))
        case ["peer", site, export]:
            enter_site(Path(site))
            articles = read_for_peer(Path(export))
            measure(lambda: add_unprinted(articles))
        case ["look", site]:
            enter_site(Path(site))
            print(json.dumps(look()))
        case sizes:
            for size in sizes or SIZES:
                with TemporaryDirectory() as folder:
                    compare(Path(folder), count=int(size))


def compare(folder: Path, *, count: int) -> None:
    export = folder / "export.xml"
    write_blog(export, count=count)
    paper, other = (new_site(folder / name) for name in ("paper", "peer"))
    load = os.getloadavg()[0]
    ours = in_child("import", paper, export)
    peer = in_child("peer", other, export)
    print(f"{count} posts of {export.stat().st_size / count / 1000:.1f} kB, load before {load:.1f}")
    rate = tell("import", ours, count=count)
    print(f"  {rate / tell('peer', peer, count=min(count, PEERS)):.1f} times the peer")
    found, wanted = in_child("look", paper), asdict(expected(count)) | {"problems": 0}
    print(f"  found {found}" if found == wanted else f"  WRONG: {found}, wanted {wanted}")
    again = in_child("import", paper, export)
    is_idle = in_child("look", paper) == found
    print(f"  second run: {'nothing new' if is_idle else 'WRONG'} in {again['wall']:.1f} s")
    if found != wanted or not is_idle:
        sys.exit(1)


def new_site(folder: Path) -> Path:
    command = [sys.executable, "-m", "rotativa", "new", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def in_child(*arguments: str | Path) -> dict[str, Any]:
    """What a process of its own says in its last line: a process knows one site, and its own memory."""
    command = [sys.executable, __file__, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(work: Callable[[], object]) -> None:
    start, spent = time.perf_counter(), processor_time()
    work()
    wall, processor = time.perf_counter() - start, processor_time() - spent
    memory = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) >> 10
    print(json.dumps({"wall": wall, "processor": processor, "memory": memory}))


def processor_time() -> float:
    """Of this process and of those that it has started and that have ended."""
    return sum(
        getrusage(who).ru_utime + getrusage(who).ru_stime for who in (RUSAGE_SELF, RUSAGE_CHILDREN)
    )


def tell(name: str, measured: dict[str, Any], *, count: int) -> float:
    rate = count / measured["wall"]
    print(
        f"  {name:<7}{rate:5.0f} articles/s on the wall, "
        f"{measured['processor'] / count * 1000:5.2f} ms of processor time each, "
        f"{measured['memory']} MiB at most"
    )
    return rate


def read_for_peer(export: Path) -> list[Any]:
    """Some items, converted before the clock runs; those of a large export come from its beginning."""
    from itertools import islice

    from rotativa.importers.records import Item
    from rotativa.importers.systems.wordpress import read_wxr

    records = read_wxr([export], language="en")
    return list(islice((record for record in records if isinstance(record, Item)), PEERS))


def add_unprinted(items: list[Any]) -> None:
    """An import leaves the printing for later; so does its peer."""
    from rotativa.pages.keys import crowd_of_changes

    with crowd_of_changes():
        add_one_by_one(items)


def add_one_by_one(items: list[Any]) -> None:
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.models import Site

    from rotativa.articles.models import Article, FrontPage

    site = Site.objects.get(is_default_site=True)
    for item in items:
        front = FrontPage.objects.get(locale__language_code=item.language)
        blocks = [block for block in item.body if block["type"] != "image"]
        article = Article(
            title=item.title,
            slug=item.slug or f"draft-{item.identity}",
            locale=front.locale,
            deck=item.deck,
            body=json.dumps(blocks),
            live=item.published_at is not None,
            first_published_at=item.published_at,
        )
        front.add_child(instance=article)
        article.save_revision()
        for url in item.old_urls:
            Redirect.add_redirect(url, redirect_to=article, site=site)


def look() -> dict[str, int]:
    """The site as it is now, counted as `made_up.blog.Expected` counts."""
    from django.db.models import Count
    from wagtail.contrib.redirects.models import Redirect
    from wagtail.models import Page

    from rotativa.articles.models import Article
    from rotativa.importers.models import ImportedThing

    pairs = Article.objects.values("translation_key").annotate(size=Count("pk")).filter(size=2)
    things = ImportedThing.objects.exclude(kept={})
    return {
        "articles": Article.objects.count(),
        "drafts": Article.objects.filter(live=False).count(),
        "redirects": Redirect.objects.count(),
        "pairs": pairs.count(),
        "comments": sum(
            len(kept.get("comments", ())) for kept in things.values_list("kept", flat=True)
        ),
        "links": sum(
            block["value"].count('linktype="page"')
            for article in Article.objects.only("body").iterator(500)
            for block in article.body.raw_data
            if block["type"] == "paragraph"
        ),
        "problems": sum(map(len, Page.find_problems())),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
