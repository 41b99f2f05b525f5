"""What has changed in an original, as far as there is time to look for it."""

from collections import Counter
from difflib import SequenceMatcher

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.models import Locale

from rotativa.articles.models import Article, FrontPage
from rotativa.lib import differences
from rotativa.pages.actions import translate_page
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.html import tree
from tests.html import words as said

COMPARED: Counter[str] = Counter()


class Counted(SequenceMatcher[str]):
    def __init__(self, isjunk: None, a: list[str], b: list[str], autojunk: bool) -> None:
        COMPARED["words"] += len(a) + len(b)
        super().__init__(isjunk, a, b, autojunk)


def words(number: int, of: str) -> str:
    return " ".join(f"{of}{place}" for place in range(number))


def body(of: str, *, parts: int) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{words(80, f'{of}{part}x')}</p>") for part in range(parts)]


@pytest.mark.usefixtures("db")
def test_edit_page_compares_no_more_than_it_may(
    client: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "SequenceMatcher", Counted)
    COMPARED.clear()
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    client.force_login(ada)
    long = add_article(paper, "Long", deck=words(100, "before"), body=body("old", parts=30))
    (es,) = [each for each in paper.get_translations() if each.locale.language_code == "es"][:1]
    there = translate_page(long, locale=es.locale, by=ada)
    late = Article.objects.get(pk=long.pk)
    stored = list(late.body.get_prep_value())
    for part, block in enumerate(stored):
        block["value"] = f"<p>{words(80, f'new{part}x')}</p>"
    late.body = stored
    late.save_revision().publish()

    html = client.get(f"/desk/pages/{there.pk}/edit/").content.decode()

    assert "new29x79" in html
    assert "old29x79" in html
    assert 0 < COMPARED["words"] <= differences.MOST_IN_ALL


@pytest.mark.usefixtures("db")
def test_sentence_that_is_gone_ends_as_the_language_of_the_original_has_it(
    client: Client, paper: FrontPage, es: Locale, settings: Settings
) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "German"), ("es", "Spanish")]
    Locale.objects.filter(pk=paper.locale_id).update(language_code="de")
    ada = User.objects.create_superuser("ada@paper.example", "a password of hers")
    client.force_login(ada)
    gone, last = "Die 3. Liga ruht.", "Am 4. Tag ging Ada."
    league = add_article(paper, "Liga", deck=f"Die 2. Liga ruht. {gone} {last}")
    there = translate_page(league, locale=es, by=ada)
    late = Article.objects.get(pk=league.pk)
    late.deck = f"Die 2. Liga ruht. {last}"
    late.save_revision().publish()

    page = tree(client.get(f"/desk/pages/{there.pk}/edit/"))

    assert [said(each) for each in page.xpath("//*[@data-changed]//del")] == [f"[gone: {gone} ]"]


@pytest.mark.parametrize("size", [2, 1000])
def test_one_word_in_a_long_text_is_found(size: int) -> None:
    before, after = f"{words(size, 'a')} six {words(size, 'b')}", ""
    after = before.replace(" six ", " seven ")

    found = differences.Comparison().differences(before, after)

    assert [(each.kind, each.text) for each in found[1:3]] == [
        ("removed", "six"),
        ("added", "seven"),
    ]
    assert "".join(each.text for each in found if each.kind != "removed") == after
