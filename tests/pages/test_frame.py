"""What stands around every page, seen on a plain page."""

import pytest
import time_machine
from wagtail import hooks
from wagtail.models import Locale

from rotativa.media.actions import make_renditions
from rotativa.media.models import RenditionRequest
from rotativa.pages.menus import MenuLink
from rotativa.pages.models import Paper, PlainPage
from tests.factories.media import PictureFactory
from tests.html import head_links, links, metas, part, tree, words


@pytest.fixture
def about(paper):
    page = PlainPage(title="About us", deck="Who we are", slug="about", locale=paper.locale)
    page.show_in_menus = True
    paper.add_child(instance=page).save_revision().publish()
    return PlainPage.objects.get(pk=page.pk)


@pytest.fixture
def about_es(about, es):
    page = about.copy_for_translation(es)
    page.title, page.slug, page.deck = "Quiénes somos", "quienes-somos", "Quiénes hacen el diario"
    page.save_revision().publish()
    return PlainPage.objects.get(pk=page.pk)


def test_page_says_its_language_title_and_address(client, about):
    response = client.get("/en/about/")
    page = tree(response)

    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert words(page.find(".//title")) == "About us · The Paper"
    assert head_links(page, "canonical") == [(None, "https://paper.example/en/about/")]
    assert metas(page) == {
        "viewport": "width=device-width, initial-scale=1",
        "description": "Who we are",
        "og:site_name": "The Paper",
        "og:title": "About us",
        "og:description": "Who we are",
        "og:type": "website",
        "og:url": "https://paper.example/en/about/",
        "og:locale": "en_US",
        "twitter:card": "summary",
    }


def test_page_follows_its_own_language_not_the_visitors(client, about_es):
    page = tree(client.get("/es/quienes-somos/", headers={"accept-language": "en"}))

    assert page.get("lang") == "es"
    assert words(part(page, "skip")) == "Saltar al contenido principal"


def test_arabic_page_runs_from_right_to_left_in_the_readers_own_fonts(client, about):
    page = tree(client.get("/en/about/"))
    arabic = tree(client.get("/ar/nothing/"))

    assert len(head_links(page, "preload")) == 2
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert head_links(arabic, "preload") == []


def test_page_in_a_language_without_a_catalogue_speaks_english_throughout(client, about):
    """Wagtail's own Arabic knows a few of the same words, and they would stand among English ones."""
    arabic = tree(client.get("/ar/nothing/"))

    assert words(part(arabic, "skip")) == "Skip to main content"
    assert [words(button) for button in arabic.xpath("//main//button")] == ["Search"]


def test_page_without_translation_names_none_and_leads_to_front_pages(client, about):
    page = tree(client.get("/en/about/"))

    assert head_links(page, "alternate") == []
    assert links(part(page, "langs")) == [
        ("English", "/en/about/"),
        ("Español: portada", "/es/"),
        ("العربيّة", "/ar/"),
    ]


@pytest.mark.parametrize("address", ["/en/about/", "/es/quienes-somos/"])
def test_translations_name_each_other(client, about_es, address):
    page = tree(client.get(address))

    assert head_links(page, "alternate") == [
        ("en", "https://paper.example/en/about/"),
        ("es", "https://paper.example/es/quienes-somos/"),
        ("x-default", "https://paper.example/en/about/"),
    ]
    assert links(part(page, "langs"))[:2] == [
        ("English", "/en/about/"),
        ("Español", "/es/quienes-somos/"),
    ]


def test_draft_translation_is_not_named(client, about_es):
    assert head_links(tree(client.get("/en/about/")), "alternate") != []

    about_es.unpublish()

    assert head_links(tree(client.get("/en/about/")), "alternate") == []


def test_languages_are_named_in_their_own_language(client, about_es):
    page = tree(client.get("/en/about/"))
    switch = part(page, "masthead__tools")

    assert [(a.get("lang"), a.get("hreflang"), words(a)) for a in switch.iter("a")] == [
        ("es", "es", "Español"),
        ("ar", "ar", "العربيّة"),
        (None, None, "Search"),
        (None, None, "Sign in"),
    ]


@time_machine.travel("2026-04-15 22:40Z", tick=False)
def test_masthead_tells_the_day_in_the_sites_zone(client, paper, front_es):
    english, spanish = tree(client.get("/en/")), tree(client.get("/es/"))

    assert words(part(english, "masthead__date")) == "Thursday 16 April 2026"
    assert words(part(spanish, "masthead__date")) == "Jueves 16 de abril de 2026"


def test_page_that_is_not_new_each_day_bears_no_date(client, about):
    assert "masthead__date" not in client.get("/en/about/").content.decode()


def test_apps_bring_links_to_the_menus(client, about):
    def brought(language: str, *, with_counts: bool) -> list[MenuLink]:
        return [
            MenuLink(f"River ({language})", "/en/river/", "sections"),
            MenuLink("Asked", "/en/asked/", "sections", count=27 if with_counts else None),
            MenuLink("Find", "/en/find/", "tools"),
            MenuLink("By month", "/en/months/", "more"),
        ]

    with hooks.register_temporarily([("register_menu_links", brought)]):
        page, front = tree(client.get("/en/about/")), tree(client.get("/en/"))

    assert ("River (en)", "/en/river/") in links(part(page, "menu"))
    assert ("Asked", "/en/asked/") in links(part(page, "menu"))
    assert ("Asked 27", "/en/asked/") in links(part(front, "menu"))
    assert ("Find", "/en/find/") in links(part(page, "masthead__tools"))
    footer = links(part(page, "footer"))
    assert ("Asked", "/en/asked/") in footer
    assert ("By month", "/en/months/") in footer


def test_menu_marks_where_the_reader_is(client, about):
    here = MenuLink("About", "/en/about/", "sections")
    elsewhere = MenuLink("River", "/en/river/", "sections")

    with hooks.register_temporarily([("register_menu_links", lambda _, **__: [here, elsewhere])]):
        page = tree(client.get("/en/about/"))

    marked = {words(a): a.get("aria-current") for a in part(page, "menu").iter("a")}
    assert (marked["About"], marked["River"]) == ("page", None)


def test_footer_tells_who_publishes_and_leads_to_plain_pages(client, about):
    Paper.objects.filter(locale=about.locale).update(statement="Published by <us>.\n\nFreely.")

    page = tree(client.get("/en/about/"))

    end = part(page, "footer__end")
    assert [words(p) for p in end.iter("p")][:2] == ["Published by <us>.", "Freely."]
    assert ("About us", "/en/about/") in links(part(page, "footer"))


@pytest.mark.parametrize(("language", "here"), [("en", "/en/about/"), ("es", "/es/nope/")])
def test_footer_tells_where_readers_write_to_once_that_is_said(client, about, language, here):
    def led_to() -> list[str]:
        return part(tree(client.get(here)), "footer__end").xpath(".//a[contains(@href, '@')]/@href")

    assert led_to() == []
    paper, _is_new = Paper.objects.get_or_create(
        locale=Locale.objects.get(language_code=language), defaults={"name": "P"}
    )
    paper.address = f"{language}@paper.example"
    paper.save()

    assert led_to() == [f"mailto:{language}@paper.example"]


def test_page_has_no_script_and_no_style_of_its_own(client, about):
    page = tree(client.get("/en/about/"))

    assert [each.get("src") for each in page.iter("script")] == ["/static/readers/js/account.js"]
    assert list(page.iter("style")) == []
    assert page.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.every_case
@pytest.mark.parametrize("count", [1, 3])
def test_frame_costs_the_same_however_many_pages_stand_in_it(
    client, paper, about_es, django_assert_num_queries, count
):
    for number in range(count):
        page = PlainPage(title=f"Page {number}", slug=f"page-{number}", locale=paper.locale)
        page.show_in_menus = True
        paper.add_child(instance=page).save_revision().publish()
    client.get("/en/about/")  # fills Wagtail's cache of site roots

    with django_assert_num_queries(11):
        client.get("/en/about/")


def test_picture_of_the_name_stands_in_for_type(client, about):
    assert words(part(tree(client.get("/en/about/")), "nameplate")) == "The Paper"

    paper = Paper.objects.get(locale=about.locale)
    paper.wordmark = picture = PictureFactory.create()
    paper.save()
    assert RenditionRequest.objects.filter(picture=picture).exists()
    make_renditions(picture)
    page = tree(client.get("/en/about/"))

    name = part(page, "masthead__name")
    assert [image.get("alt") for image in name.iter("img")] == ["The Paper"]
    assert page.find_class("nameplate") == []
