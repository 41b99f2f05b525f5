"""Mails as they are drawn in a program for mail, on a telephone and on a wide screen, by day and by night."""

from django.utils import translation
from playwright.sync_api import Page

from rotativa.articles.models import FrontPage
from rotativa.newsletters import mails as of_newsletters
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.mails import as_it_leaves, body_of, every_mail


def test_every_mail_fits_and_each_kind_is_accessible(
    page: Page, paper: FrontPage, front_es: FrontPage
) -> None:
    """Those of newsletters each by itself, and at every width."""
    kinds, looked_at = set(), set()
    for front in (front_es, paper):
        language = front.locale.language_code
        for name, make in every_mail(front).items():
            page.set_content(body_of(as_it_leaves(make, language=language), "html"))
            is_of_newsletters = name.startswith(of_newsletters.__name__)
            for width in (600, 320):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") == width, name
                if is_of_newsletters:
                    assert_accessible_by_day_and_night(page)
                    looked_at.add(name.rpartition(".")[2])
            with translation.override(language):
                mail = make()
            kind = (bool(mail.code), bool(mail.link), bool(mail.said), bool(mail.after))
            if kind not in kinds and not is_of_newsletters:
                assert_accessible_by_day_and_night(page)
            kinds.add(kind)
    assert len(kinds) == 5
    assert looked_at >= {"confirm", "link", "stopped", "missed"}
