"""What a file may hold that no system writes, and an import that is killed: nothing breaks or is forgotten."""

from pathlib import Path

from django.test import Client
from PIL import Image

from rotativa.articles.models import Article, FrontPage
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Author, Media, MediaReference, Term
from rotativa.pages.models import PlainPage
from tests.html import links, tree
from tests.importers.test_store import item, run


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
    longest = ImportedThing._meta.get_field("identity").max_length
    assert all(len(each.identity) <= longest for each in ImportedThing.objects.all())


def test_decks_of_any_length_leave_texts_that_the_desk_can_save(paper: FrontPage) -> None:
    deck = "Water rises. " * 200

    report = run(item(deck=deck), item(2, deck=deck, kind="page"), item(3, deck="Short"))

    for page in (*Article.objects.all(), PlainPage.objects.get()):
        page.full_clean()
    assert [notice.why for notice in report.notices] == [f"Its deck was cut: {deck}"] * 2
