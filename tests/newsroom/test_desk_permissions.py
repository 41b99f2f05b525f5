"""What each group may do at the desk besides pages, asked of the desk itself."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group
from tests.factories.media import FileFactory, PictureFactory
from tests.newsroom.desk import desk_of, may

ALL = ["Administrator", "Editor", "Author", "Contributor"]
EDITORS = ALL[:2]
ADMINISTRATORS = ALL[:1]


@pytest.fixture
def house(paper: FrontPage) -> dict[str, int]:
    """One of each thing, by the name that addresses below give it."""
    en = paper.locale
    boss = User.objects.create_superuser("boss@paper.example", "a password 5")
    return {
        "section": add_group(Section, en, "River").pk,
        "author": add_group(Author, en, "Bo").pk,
        "tag": add_group(Tag, en, "Bridge").pk,
        "picture": PictureFactory.create(uploaded_by_user=boss).pk,
        "file": FileFactory.create(uploaded_by_user=boss).pk,
        "redirect": Redirect.objects.create(old_path="/x", redirect_link="/y").pk,
        "collection": Collection.get_first_root_node().add_child(name="Maps").pk,
        "site": Site.objects.get().pk,
        "locale": Locale.objects.get(language_code="ar").pk,
        "group": Group.objects.get(name="Author").pk,
        "user": User.objects.create_user("dov@paper.example", "a password 5").pk,
    }


DOORS = {
    "articles/": ALL,
    "snippets/choose/articles/section/": ALL,
    "snippets/choose/articles/author/": ALL,
    "snippets/choose/articles/tag/": ALL,
    "images/add/": ALL,
    "images/chooser/": ALL,
    "documents/add/": ALL,
    "reports/workflow/": ALL,
    "snippets/articles/tag/add/": ALL[:3],
    "snippets/articles/tag/edit/{tag}/": ALL[:3],
    "translation/submit/snippet/articles/tag/{tag}/": ALL[:3],
    "snippets/articles/tag/delete/{tag}/": EDITORS,
    "snippets/articles/section/add/": EDITORS,
    "snippets/articles/section/edit/{section}/": EDITORS,
    "snippets/articles/section/delete/{section}/": EDITORS,
    "snippets/articles/section/history/{section}/": EDITORS,
    "snippets/articles/section/usage/{section}/": EDITORS,
    "translation/submit/snippet/articles/section/{section}/": EDITORS,
    "snippets/articles/author/edit/{author}/": EDITORS,
    "images/{picture}/": EDITORS,
    "images/{picture}/delete/": EDITORS,
    "documents/edit/{file}/": EDITORS,
    "documents/delete/{file}/": EDITORS,
    "redirects/add/": EDITORS,
    "redirects/{redirect}/": EDITORS,
    "redirects/import/": EDITORS,
    "reports/locked/": EDITORS,
    "printed-pages/": EDITORS,
    "snippets/pages/paper/": ADMINISTRATORS,
    "collections/": ADMINISTRATORS,
    "collections/add/": ADMINISTRATORS,
    "collections/{collection}/": ADMINISTRATORS,
    "collections/{collection}/privacy/": ADMINISTRATORS,
    "sites/edit/{site}/": ADMINISTRATORS,
    "locales/edit/{locale}/": ADMINISTRATORS,
    "workflows/add/": ADMINISTRATORS,
    "users/new/": ADMINISTRATORS,
    "users/edit/{user}/": ADMINISTRATORS,
    "users/delete/{user}/": ADMINISTRATORS,
    "groups/edit/{group}/": ADMINISTRATORS,
}


@pytest.mark.parametrize("group", ALL)
def test_group_opens_these_doors_of_the_desk(house: dict[str, int], group: str) -> None:
    desk = desk_of(group)

    opened = [door for door in DOORS if may(desk.get(f"/desk/{door.format(**house)}"))]

    assert opened == [door for door, groups in DOORS.items() if group in groups]


@pytest.mark.parametrize("group", ALL)
def test_who_writes_an_article_may_translate_it(
    paper: FrontPage, front_es: FrontPage, group: str
) -> None:
    desk = desk_of(group)
    owner = User.objects.get(email=f"{group.lower()}@paper.example")
    article = add_article(paper, "Seals", slug="seals", owner=owner)

    desk.post(f"/desk/translation/submit/page/{article.pk}/", {"locale": front_es.locale_id})

    translated = Article.objects.get(
        locale=front_es.locale, translation_key=article.translation_key
    )
    assert (translated.owner, translated.live) == (owner, False)
    assert may(desk.get(f"/desk/pages/{translated.pk}/edit/"))


@pytest.mark.parametrize("group", ["Author", "Contributor"])
def test_nobody_translates_a_draft_that_they_may_not_edit(
    paper: FrontPage, front_es: FrontPage, group: str
) -> None:
    article = add_article(paper, "Gate", slug="gate", is_live=False)

    desk_of(group).post(
        f"/desk/translation/submit/page/{article.pk}/", {"locale": front_es.locale_id}
    )

    assert list(Article.objects.all()) == [article]


@pytest.mark.parametrize(("group", "left"), [("Author", 1), ("Editor", 0)])
def test_sections_are_deleted_by_editors(house: dict[str, int], group: str, left: int) -> None:
    """Many at once, too."""
    desk_of(group).post(f"/desk/bulk/articles/section/delete/?id={house['section']}&next=/desk/")

    assert Section.objects.count() == left


def test_administrators_let_a_group_write_html(house: dict[str, int]) -> None:
    page = desk_of("Administrator").get(f"/desk/groups/edit/{house['group']}/").content.decode()

    permission = Permission.objects.get(codename="write_html")
    assert f'name="permissions" value="{permission.pk}"' in " ".join(page.split())


@pytest.mark.parametrize(("group", "kept"), [("Administrator", ["<p>Tides</p>"]), ("Editor", [])])
def test_html_is_written_by_those_who_may(paper: FrontPage, group: str, kept: list[str]) -> None:
    article = add_article(paper, "Gate", slug="gate")
    body = {"body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "html"}
    fields = {"title": "Gate", "slug": "gate", **body, "body-0-value": "<p>Tides</p>"}
    forms = ("article_authors", "article_claims", "earlier_coverage", "questions", "comments")
    counts = {f"{form}-{name}_FORMS": 0 for form in forms for name in ("TOTAL", "INITIAL")}

    answer = desk_of(group).post(f"/desk/pages/{article.pk}/edit/", {**fields, **counts})

    revision = Article.objects.get().get_latest_revision_as_object()
    assert [str(block.value) for block in revision.body] == kept
    refusal = "You may not add or change HTML blocks. An administrator can allow you to."
    assert (refusal in answer.content.decode()) is (kept == [])
