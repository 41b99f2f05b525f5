"""Issues are printed as they go out, found by search engines, and as withdrawn once they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.articles.models import FrontPage
from rotativa.newsletters.actions import send_issue
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.press.actions import Done
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.formats import checked_sitemap, locations
from tests.newsroom.desk import desk_of

ARCHIVE = "/en/newsletters/daily/"
PAGE, FEED, YEAR = f"{ARCHIVE}2026-11-26/", f"{ARCHIVE}feed.xml", "/en/sitemap-issues-2026.xml"
OTHER = "/es/newsletters/daily/2026-11-26/"


@dataclass
class Press:
    """Prints whatever a deed has touched, and shows what lies on the shelf."""

    shelf: FolderTarget
    print_all: Callable[[], Done]
    on_commit: DjangoCaptureOnCommitCallbacks

    def after(self, deed: Callable[..., object], *given: object, **told: object) -> None:
        with self.on_commit(execute=True):
            deed(*given, **told)
        self.print_all()
        self.print_all()  # the index, which rests between two
        assert not Printing.objects.stale().exists()

    def body(self, path: str) -> bytes:
        sheet = self.shelf.read(path)
        assert sheet is not None, path
        return sheet.body

    def sitemap(self, path: str) -> list[str]:
        found = locations(checked_sitemap(self.body(path)))
        return [each.removeprefix("https://paper.example") for each in found]

    def have(self, words: bytes, *paths: str) -> set[bool]:
        return {words in self.body(path) for path in paths}


@pytest.fixture
def press(
    printed: None,
    shelf: FolderTarget,
    print_all: Callable[[], Done],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Press:
    return Press(shelf, print_all, django_capture_on_commit_callbacks)


def test_an_issue_is_printed_and_listed_until_it_is_withdrawn(
    press: Press, paper: FrontPage, front_es: FrontPage, client: Client
) -> None:
    daily = Newsletter.objects.daily()
    told = {"newsletter": daily, "period": "2026-11-26", "day": date(2026, 11, 26), "html": "<p>"}
    titles = {"en": "The weir", "es": "La presa"}
    issues = {
        code: Issue.objects.create(language=code, subject=title, text=title, **told)
        for code, title in titles.items()
    }

    for issue in issues.values():
        press.after(send_issue, issue, at=timezone.now())
    assert Printing.objects.get(path=PAGE).status == 200
    assert press.have(b"The weir", PAGE, ARCHIVE, FEED) == {True}
    assert press.have(OTHER.encode(), PAGE) == {True}
    assert press.have(f"https://paper.example{FEED}".encode(), PAGE) == {True}
    assert press.sitemap(YEAR) == [PAGE]
    assert press.have(b'hreflang="es"', YEAR) == {True}
    assert YEAR in press.sitemap("/sitemap.xml")
    lists = client.get("/en/sitemap-lists.xml").content.decode()
    assert f"https://paper.example{ARCHIVE}<" in lists

    desk = desk_of("Editor")
    here = f"/desk/newsletter-issues/{issues['en'].pk}/"
    press.after(desk.post, f"{here}withdraw/")
    assert Printing.objects.get(path=PAGE).status == 410
    assert press.have(b"This issue has been withdrawn", PAGE) == {True}
    assert press.have(b"The weir", PAGE, ARCHIVE, FEED) == {False}
    assert press.have(PAGE.encode(), OTHER) == {False}
    assert not Printing.objects.filter(path=YEAR).exists()
    assert YEAR not in press.sitemap("/sitemap.xml")
    assert press.sitemap("/es/sitemap-issues-2026.xml") == [OTHER]
    assert b"not deleted" in desk.get(here).content

    press.after(desk.post, f"{here}show-again/")
    assert Printing.objects.get(path=PAGE).status == 200
    assert press.have(b"The weir", PAGE, ARCHIVE, FEED) == {True}
    assert press.sitemap(YEAR) == [PAGE]
