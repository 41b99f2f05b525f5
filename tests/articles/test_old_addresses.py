"""Addresses that lists and feeds had in another system lead to where they are now."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from rotativa.articles.models import Article, Author, FrontPage, Section, Tag
from tests.factories.articles import add_article, add_group, translate


@pytest.fixture
def old(paper: FrontPage, front_es: FrontPage, es: Locale) -> FrontPage:
    """A paper that was somewhere else before."""
    river = add_group(Section, paper.locale, "River")
    translate(river, es, "Río").save()
    add_group(Section, es, "Puerto")
    add_group(Tag, paper.locale, "Dams")
    add_group(Author, paper.locale, "Ada")
    add_article(paper, "Flood", section=river)
    return paper


def test_form_for_phones_leads_to_the_text(client: Client, old: FrontPage) -> None:
    flood, draft = Article.objects.get(), add_article(old, "Drought", is_live=False)
    for slug, page in (("flood", flood), ("drought", draft)):
        Redirect.add_redirect(f"/{slug}/", page)

    assert client.get("/flood/amp/").headers["Location"] == flood.url
    assert client.get("/flood/amp").headers["Location"] == flood.url
    for missing in ("/drought/amp/", "/nowhere/amp/"):
        assert client.get(missing, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("address", "now"),
    [
        ("/feed/", "/en/feed.xml"),
        ("/feed", "/en/feed.xml"),
        ("/feed/atom/", "/en/feed.xml"),
        ("/feed/json/", "/en/feed.json"),
        ("/rss/", "/en/feed.xml"),
        ("/rss.xml", "/en/feed.xml"),
        ("/index.xml", "/en/feed.xml"),
        ("/feed.xml", "/en/feed.xml"),
        ("/feed.json", "/en/feed.json"),
        ("/es/feed/", "/es/feed.xml"),
        ("/es/index.xml", "/es/feed.xml"),
        ("/?feed=rss2", "/en/feed.xml"),
        ("/category/river/", "/en/sections/river/"),
        ("/category/news/river/", "/en/sections/river/"),
        ("/category/river/page/2/", "/en/sections/river/"),
        ("/category/river/feed/", "/en/sections/river/feed.xml"),
        ("/category/dams/", "/en/tags/dams/"),
        ("/category/puerto/", "/es/sections/puerto/"),
        ("/es/category/puerto/feed/", "/es/sections/puerto/feed.xml"),
        ("/categories/river/index.xml", "/en/sections/river/feed.xml"),
        ("/tag/dams/", "/en/tags/dams/"),
        ("/tag/dams/rss/", "/en/tags/dams/feed.xml"),
        ("/tag/river/", "/en/sections/river/"),
        ("/tags/dams/", "/en/tags/dams/"),
        ("/tags/dams/index.xml", "/en/tags/dams/feed.xml"),
        ("/author/ada/page/3/", "/en/authors/ada/"),
        ("/author/ada/feed/", "/en/authors/ada/feed.xml"),
        ("/?tag=dams", "/en/tags/dams/"),
        ("/?author_name=ada&feed=atom", "/en/authors/ada/feed.xml"),
        ("/?category_name=river", "/en/sections/river/"),
        ("/?m=202604", "/en/2026/04/"),
        ("/?m=20260416", "/en/2026/04/"),
        ("/?m=2026", "/en/archive/2026/"),
        ("/2026/04/", "/en/2026/04/"),
        ("/2026/04/16/", "/en/2026/04/"),
        ("/2026/04/page/2/", "/en/2026/04/"),
        ("/2026/05/", "/en/archive/2026/"),
        ("/2026/", "/en/archive/2026/"),
        ("/en/2026/", "/en/archive/2026/"),
        ("/page/7/", "/en/"),
    ],
)  # fmt: skip
def test_old_address_leads_on_for_good(
    client: Client, old: FrontPage, address: str, now: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (301, now)
    assert client.get(now).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/category/none/", "/author/dams/", "/1999/", "/1999/04/", "/es/2026/04/", "/feeding/",
     "/category/", "/tag/none/feed/", "/2026/04/16/flood/feed/", "/en/feed.rss"],
)  # fmt: skip
def test_what_was_never_there_is_not_there(client: Client, old: FrontPage, address: str) -> None:
    assert client.get(address, follow=True).status_code == 404


def test_redirect_of_an_editor_comes_first(client: Client, old: FrontPage) -> None:
    Redirect.objects.create(
        old_path="/category/river", site=Site.objects.get(), redirect_link="/en/about/"
    )

    assert client.get("/category/river/").headers["Location"] == "/en/about/"


def test_root_goes_by_language_as_before(client: Client, old: FrontPage) -> None:
    for address in ("/", "/?m=199901", "/?tag=none", "/?x=feed"):
        assert (client.get(address).status_code, client.get(address).headers["Location"]) == (
            302,
            "/en/",
        )


def test_nothing_is_led_on_but_what_is_asked_for(client: Client, old: FrontPage) -> None:
    assert client.post("/feed/").status_code != 301
    assert client.head("/feed/").status_code == 301


def test_language_that_nobody_can_read_has_no_feed(client: Client, front_es: FrontPage) -> None:
    front_es.unpublish()

    assert client.get("/es/feed/").status_code == 404


@pytest.mark.parametrize("model", [Section, Tag, Author])
def test_another_slug_leads_on_from_the_list_and_its_feeds(
    client: Client, paper: FrontPage, model: type[Section | Tag | Author]
) -> None:
    group = add_group(model, paper.locale, "Reka")
    before = group.get_absolute_url()
    group.slug = "rijeka"
    group.save()
    now = group.get_absolute_url()

    for name in ("", "feed.xml", "feed.json"):
        answer = client.get(before + name)
        assert (answer.status_code, answer.headers["Location"]) == (301, now + name)

    group.slug = "reka"
    group.save()
    assert client.get(before).status_code == 200
    assert client.get(now).headers["Location"] == before
