"""`rotativa search-index`, and what the doctor says of search."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django_tasks_db.models import DBTaskResult

from rotativa.articles import tasks
from rotativa.articles.actions import forget_words, index_stored, index_words
from rotativa.articles.models import Article, DraftEntry, FrontPage, SearchEntry
from rotativa.articles.search import entries, texts
from rotativa.cli.main import main
from rotativa.lib.clock import minute
from tests.another import another, committed, where_two_write
from tests.articles.test_search import found
from tests.cli.test_doctor import faults, look
from tests.factories.articles import NOON, add_article


def search_index(*options: str) -> Result:
    return CliRunner().invoke(main, ["search-index", *options])


def lose_words() -> None:
    SearchEntry.objects.all().delete()
    DraftEntry.objects.all().delete()


def test_lost_index_is_made_anew(site: Path, paper: FrontPage, client: Client) -> None:
    add_article(paper, "Gate")
    add_article(paper, "Draft of a gate", is_live=False)
    lose_words()
    assert found(client, "gate") == []

    result = search_index()

    assert (result.exit_code, result.stdout) == (0, "Indexed: 2, 0 failed.\n")
    assert found(client, "gate") == ["Gate"]
    assert DraftEntry.objects.count() == 1
    assert search_index().stdout == "Indexed: 0, 0 failed.\n"


def test_text_changed_behind_our_back_is_found_after_all(
    site: Path, paper: FrontPage, client: Client
) -> None:
    article = add_article(paper, "Gate")
    Article.objects.filter(pk=article.pk).update(title="Weir")

    result = search_index("--all", "--json")

    assert json.loads(result.stdout) == {
        "indexed": 1, "failed": 0, "stopped": False, "failures": [],
    }  # fmt: skip
    assert (found(client, "weir"), found(client, "gate")) == (["Weir"], [])


def test_what_was_stopped_goes_on_where_it_was(paper: FrontPage, client: Client) -> None:
    for number in range(25):
        add_article(paper, f"Gate {number}")
    lose_words()
    asked = iter([True, False])

    stopped = index_words(goes_on=lambda: next(asked))

    assert (stopped.indexed, stopped.stopped) == (20, True)
    assert index_words().indexed == 5
    assert SearchEntry.objects.count() == 25


def test_article_that_fails_keeps_no_other_from_being_found(
    site: Path, paper: FrontPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = add_article(paper, "Broken gate")
    add_article(paper, "Gate")
    lose_words()
    text_of = texts.text_of_article

    def fails(article: Article, **given: Any) -> Any:
        return 1 / 0 if article.pk == broken.pk else text_of(article, **given)

    monkeypatch.setattr(entries, "text_of_article", fails)

    result = search_index()

    assert result.exit_code == 1
    assert result.stdout == "Indexed: 1, 1 failed.\n"
    assert f"Article {broken.pk}: division by zero" in result.stderr
    assert found(client, "gate") == ["Gate"]


def test_doctor_finds_what_cannot_be_found_and_mends_it(
    site: Path, paper: FrontPage, client: Client
) -> None:
    hidden, wrong = add_article(paper, "Hidden gate"), add_article(paper, "Wrong gate")
    assert "ok     search: 2 articles can be found." in look().output
    SearchEntry.objects.filter(pk=hidden.pk).delete()
    Article.objects.filter(pk=wrong.pk).update(live=False, listed_in=None)
    what = "articles to be indexed: 2, to be taken out: 1."

    assert ["search", what, "Run: rotativa search-index"] in faults()

    assert f"ok     search: {what}\n       They are indexed now." in look("--fix").output
    assert found(client, "gate") == ["Hidden gate"]
    assert "search" not in [part for part, _what, _advice in faults()]


def test_article_that_fails_is_not_tried_each_minute(
    site: Path, paper: FrontPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = add_article(paper, "Gate")
    forget_words()
    tried: list[int] = []

    def fails(article: Article, **_given: Any) -> Any:
        tried.append(article.pk)
        return 1 / 0

    with monkeypatch.context() as broken:
        broken.setattr(entries, "text_of_article", fails)
        for _ in range(3):
            minute.send(sender=None, at=NOON)
            work_off()

    assert tried == [gate.pk]
    assert found(client, "gate") == ["Gate"]  # by its words of before
    assert search_index().stdout == "Indexed: 1, 0 failed.\n"


def work_off() -> None:
    waiting = DBTaskResult.objects.ready().filter(task_path=tasks.index_words.module_path)
    if waiting.delete()[0]:
        index_words()


@committed
@where_two_write
def test_words_that_are_published_meanwhile_are_kept(paper: FrontPage, client: Client) -> None:
    gate = add_article(paper, "Gate")

    with another(lambda: index_stored([gate.pk])):
        gate.title = gate.draft_title = "Weir"
        gate.save_revision().publish()

    assert (found(client, "weir"), found(client, "gate")) == (["Weir"], [])
