"""What a file may hold that no system writes, and an import that is killed: nothing breaks or is forgotten."""

from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from rotativa.articles.models import Article, FrontPage, Tag
from rotativa.importers.actions import store
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Author, Media, MediaReference, Record, Term
from rotativa.pages.models import PlainPage
from rotativa.press.models import Reprint
from tests.html import links, tree
from tests.importers.test_store import NOON, PLAN, SOURCE, item, paragraph, run

WITH_LINK = [paragraph('<p><a href="https://old.example/2026/post-1/">Before</a></p>')]


def test_groups_whose_slugs_are_no_part_of_an_address_have_pages(
    paper: FrontPage, client: Client
) -> None:
    run(
        Term(kind="section", identity="s", name="Río", slug="../río & sea?"),
        Term(kind="tag", identity="t", name="Eels", slug="/"),
        Author(identity="bo", name="Bo", slug="bo/of/the quay"),
        item(section="s", tags=("t",), authors=("bo",)),
    )

    page = tree(client.get(Article.objects.get().url))

    addresses = {href for words, href in links(page) if words in {"Río", "Eels", "Bo"}}
    assert addresses == {
        "/en/sections/r%C3%ADo-sea/", "/en/tags/eels/", "/en/authors/boofthe-quay/",
    }  # fmt: skip
    assert {client.get(each).status_code for each in addresses} == {200}


@pytest.mark.parametrize("is_turned", [False, True])
def test_groups_whose_slugs_become_alike_stay_two(paper: FrontPage, is_turned: bool) -> None:
    tags = [
        Term(kind="tag", identity="c", name="C", slug="c"),
        Term(kind="tag", identity="c++", name="C++", slug="c++"),
    ]
    if is_turned:
        tags.reverse()
    for _time in range(2):
        run(*tags, item(tags=("c", "c++")))

    found = Article.objects.get().tags.order_by("name").values_list("name", "slug")
    assert list(found) == [("C", "c-2" if is_turned else "c"), ("C++", "c" if is_turned else "c-2")]
    assert Tag.objects.count() == 2


def test_group_that_a_later_export_has_is_not_one_whose_slug_became_the_same(
    paper: FrontPage,
) -> None:
    odd = Term(kind="tag", identity="c++", name="C++", slug="c++")
    plain = Term(kind="tag", identity="c", name="C", slug="c")
    run(odd, item(tags=("c++",)))

    run(plain, odd, item(tags=("c++",)), item(2, tags=("c",)))

    assert set(Tag.objects.values_list("name", "slug")) == {("C++", "c"), ("C", "c-2")}


def test_groups_of_one_slug_are_one_with_each_other_and_with_the_papers(paper: FrontPage) -> None:
    Tag.objects.create(name="Eels", slug="eels", locale=paper.locale)

    run(
        Term(kind="tag", identity="tag:eels", name="Eels", slug="eels"),
        Term(kind="tag", identity="tag-of-category:eels", name="Eels", slug="eels"),
        Term(kind="tag", identity="tag:c#", name="C#", slug="c#"),
        Term(kind="tag", identity="tag-of-category:c#", name="C#", slug="c#"),
        item(tags=("tag:eels", "tag-of-category:eels", "tag:c#", "tag-of-category:c#")),
    )

    assert set(Tag.objects.values_list("slug", flat=True)) == {"eels", "c"}


def test_names_of_any_length_are_kept_and_known_again(paper: FrontPage, tmp_path: Path) -> None:
    path = tmp_path / "weir.png"
    Image.new("RGB", (32, 20), "navy").save(path)
    address = f"https://old.example/weir.png?signed={'a' * 600}"
    shown = {"image": MediaReference(url=address, identity=address), "alt": "", "caption": ""}
    body = [{"type": "image", "value": shown}]
    everything = (
        Media(identity=address, url=address, path=str(path)),
        item(identity="post " * 200, body=body),
        item(2, identity=f"{'post ' * 200}too", body=body),
    )

    first, second = run(*everything), run(*everything)

    assert (dict(first.stored), dict(second.stored)) == ({"media": 1, "article": 2}, {})
    assert dict(second.unchanged) == {"media": 1, "article": 2}
    assert {article.body[0].block_type for article in Article.objects.all()} == {"image"}
    as_ever = f"{address[:415]} {sha256(address.encode()).hexdigest()}"
    assert ImportedThing.objects.filter(identity=as_ever).exists(), "imported again otherwise"
    longest = ImportedThing._meta.get_field("identity").max_length or 0
    assert all(len(each.identity) <= longest for each in ImportedThing.objects.all())


def test_decks_of_any_length_leave_texts_that_the_desk_can_save(paper: FrontPage) -> None:
    deck = "Water rises. " * 200

    report = run(item(deck=deck), item(2, deck=deck, kind="page"), item(3, deck="Short"))

    for page in (*Article.objects.all(), PlainPage.objects.get()):
        page.full_clean()
    assert [notice.why for notice in report.notices] == [f"Its deck was cut: {deck}"] * 2


def test_import_that_is_killed_has_announced_whatever_it_stored(
    paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The press may have printed everything between two batches, and nobody says what came after."""
    monkeypatch.setattr(import_module("rotativa.importers.actions.store"), "BATCH", 1)
    everything: list[Record] = [SOURCE, item(), item(2, body=WITH_LINK)]
    announced: list[int] = []

    def print_and_die(step: str, done: int, total: int) -> None:
        if step == "items":
            announced.append(printed_meanwhile())
            if done == total:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(everything, plan=PLAN, at=NOON, progress=print_and_die)
    printed_meanwhile()  # what a kill would not have announced
    report = store(everything, plan=PLAN, at=NOON)

    assert announced == [1, 1]
    assert (dict(report.stored), report.unchanged["article"]) == ({}, 2)
    assert 'linktype="page"' in Article.objects.get(slug="post-2").body[0].value.source
    assert printed_meanwhile() == 1


def printed_meanwhile() -> int:
    """Whether the whole site waited to be printed."""
    return Reprint.objects.waiting().update(began_at=NOON, ended_at=NOON)
