from wagtail.models import Page, Site

from rotativa.articles.actions import set_up_paper
from rotativa.articles.models import FrontPage
from rotativa.pages.models import Paper


def test_each_language_gets_a_front_page_and_a_name(paper: FrontPage) -> None:
    fronts = FrontPage.objects.order_by("pk").values_list("locale__language_code", "title", "live")

    assert list(fronts) == [
        ("en", "The Paper", True),
        ("es", "El Diario", True),
        ("ar", "الجريدة", True),
    ]
    assert FrontPage.objects.values("translation_key").distinct().count() == 1
    assert Paper.objects.values("translation_key").distinct().count() == 1
    assert Site.objects.get().root_page.specific == paper
    assert Page.find_problems() == ([], [], [], [], [])


def test_second_run_changes_nothing(paper: FrontPage) -> None:
    before = list(Page.objects.order_by("pk").values())

    set_up_paper(["en", "es", "ar"], base_url="https://paper.example")

    assert list(Page.objects.order_by("pk").values()) == before


def test_language_without_a_name_gets_one_in_its_own_words(paper: FrontPage) -> None:
    Paper.objects.update(address="desk@paper.example")

    set_up_paper(["en", "es", "ar", "fr"], base_url="https://paper.example")

    assert FrontPage.objects.get(locale__language_code="fr").url == "/fr/"
    assert Paper.objects.get(locale__language_code="fr").address == "desk@paper.example"
