"""What a file may hold that no system writes, and an import that is killed: nothing breaks or is forgotten."""

from django.test import Client

from rotativa.articles.models import Article, FrontPage
from rotativa.importers.records import Author, Term
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
