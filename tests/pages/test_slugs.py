"""Slugs that follow from titles, by the language's own rules."""

import pytest

from rotativa.articles.models import Article, FrontPage
from rotativa.pages.slugs import slug_input, slug_of
from rotativa.pages.transliteration import LETTERS, rules_for

CASES = [
    ("en", "“The gate” that closes — at 2.15!", "the-gate-that-closes-at-215"),
    ("es", "¿Quién ordenó cerrar la compuerta?", "quien-ordeno-cerrar-la-compuerta"),
    ("fr", "L’été à Orléans : œuvres", "lete-a-orleans-oeuvres"),
    ("de", "Über Größe und Maße", "ueber-groesse-und-masse"),
    ("da", "Rødgrød på Ærø", "roedgroed-paa-aeroe"),
    ("sv", "Räksmörgås i Åbo", "raksmorgas-i-abo"),
    ("pl", "Śluza zamykana nocą w Łodzi", "sluza-zamykana-noca-w-lodzi"),
    ("tr", "Gece kapanan kapı ışığı", "gece-kapanan-kapi-isigi"),
    ("vi", "Đường phố Hà Nội", "duong-pho-ha-noi"),
    ("uk", "Шлюз, який зачиняється вночі: їжак, ґанок, щука",
     "shliuz-yakyi-zachyniaietsia-vnochi-yizhak-ganok-shchuka"),
    ("uk", "Згурський і Єнакієве, Україна, п’ять", "zghurskyi-i-yenakiieve-ukraina-piat"),
    ("ru", "Объезд закрыт: ещё один шлюз", "obezd-zakryt-eshche-odin-shlyuz"),
    ("bg", "Шлюзът в София: щъркел", "shlyuzat-v-sofia-shtarkel"),
    ("sr", "Ђорђе и Љиљана чекају џип", "djordje-i-ljiljana-cekaju-dzip"),
    ("mk", "Ѓорче и ќерката", "gjorche-i-kjerkata"),
    ("be", "Ёлка і яшчэ ўвечар", "yolka-i-yashche-uvechar"),
    ("el", "Η πύλη του ποταμού: αυτός, Μπάμπης, εύκολο", "i-pyli-tou-potamou-aftos-bampis-efkolo"),
    ("ar", "البوابة التي تغلق", "البوابة-التي-تغلق"),
    ("ja", "水門 2026", "水門-2026"),
    ("en", "…!?", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "slug"), CASES)
def test_slug_is_written_as_the_language_does(language: str, title: str, slug: str) -> None:
    assert slug_of(title, language) == slug


@pytest.mark.parametrize("language", LETTERS)
def test_no_rule_is_hidden_by_one_before_it(language: str) -> None:
    patterns = [pattern for pattern, _plain in rules_for(language)]

    assert len(patterns) == len(set(patterns))


def test_page_that_code_makes_gets_its_slug(paper: FrontPage) -> None:
    article = paper.add_child(instance=Article(title="¿Quién cerró?", locale=paper.locale))
    same = paper.add_child(instance=Article(title="Quién cerró", locale=paper.locale))

    assert (article.slug, same.slug) == ("quien-cerro", "quien-cerro-2")


def test_field_leaves_a_slug_in_its_own_script_alone() -> None:
    assert "data-w-slug-formatters-value" in slug_input("uk", slug="shliuz").attrs
    assert "data-w-slug-formatters-value" not in slug_input("uk", slug="шлюз").attrs
