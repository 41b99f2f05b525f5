"""What a text says that it leans on: footnotes and front matter become sources that the article cites."""

from datetime import date
from pathlib import Path

from rotativa.articles.models import Article, FrontPage
from rotativa.evidence.models import Capture, Source
from rotativa.importers.actions import store
from rotativa.importers.plan import Plan
from rotativa.importers.report import Report
from rotativa.importers.systems.markdown import read_markdown
from tests.importers.systems.markdown.folders import NOON, write

PLAN = Plan(languages=("en",), language="en", fetches_media=False)
GATE = """---
title: The gate
date: 2026-03-01
sources:
  - {id: log, url: "https://board.example/log", title: Watch log, publisher: Harbour Board, date: 2026-02-01, language: es, kind: document}
  - "https://film.example/9"
  - {title: Letter to us, speaker: N. Keeper}
  - {publisher: Nobody}
---
Nothing moved.[^log] A film[^2] shows it.[^log] Counts[^count] fell.[^remark]

- An item[^wiki]

[^count]: [Elver count](https://elvers.example/15), week 15
[^wiki]: https://wiki.example/gate
[^remark]: We asked twice.
"""


def run(folder: Path) -> Report:
    return store(read_markdown(folder, language="en", at=NOON), plan=PLAN, at=NOON)


def test_footnotes_and_front_matter_become_what_the_article_cites(
    paper: FrontPage, tmp_path: Path
) -> None:
    write(tmp_path, {"news/gate.md": GATE})

    report = run(tmp_path)
    article = Article.objects.get()
    again = run(tmp_path)

    cited = article.citations.in_order().select_related("source")
    assert [(each.number, each.source.name, each.locator) for each in cited] == [
        (1, "Watch log", ""),
        (2, "film.example/9", ""),
        (1, "Watch log", ""),
        (3, "Elver count", "week 15"),
        (4, "Letter to us", ""),
        (5, "wiki.example/gate", ""),
    ]
    log = Source.objects.get(title="Watch log")
    assert (log.publisher, log.date, log.language, log.kind) == (
        "Harbour Board", date(2026, 2, 1), "es", "document",
    )  # fmt: skip
    text = "".join(str(block.value) for block in article.body)
    assert "<sup>1</sup>" in text
    assert "We asked twice." in text
    assert "Elver count" not in text
    told = [notice.why for notice in report.notices]
    assert "A source with neither address nor title was left out." in told
    assert any(why.endswith("end of the last paragraph: Letter to us.") for why in told)
    assert sum("became a source" in why for why in told) == 4
    assert again.stored == {}
    assert (Source.objects.count(), Capture.objects.count()) == (5, 4)


def test_import_of_the_same_source_by_another_text_finds_it(
    paper: FrontPage, tmp_path: Path
) -> None:
    text = GATE.replace("title: The gate", "title: Later")
    write(tmp_path, {"news/gate.md": GATE, "news/later.md": text})

    run(tmp_path)

    assert Article.objects.count() == 2
    assert Source.objects.count() == 5


def test_address_to_which_nobody_can_be_led_is_kept_as_words(
    paper: FrontPage, tmp_path: Path
) -> None:
    front = "title: T\ndate: 2026-03-01\nsources: [{url: 'https://user:word@x.example/'}]"
    write(tmp_path, {"news/t.md": f"---\n{front}\n---\nText.[^1]\n"})

    report = run(tmp_path)

    assert Source.objects.get().url == ""
    assert any("Nobody can be led" in notice.why for notice in report.notices)
