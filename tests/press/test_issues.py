"""Issues are printed as they go out, found by search engines, and as withdrawn once they are."""

from collections.abc import Callable
from datetime import date

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


def test_an_issue_is_printed_and_listed_until_it_is_withdrawn(
    printed: None,
    paper: FrontPage,
    front_es: FrontPage,
    shelf: FolderTarget,
    print_all: Callable[[], Done],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    client: Client,
) -> None:
    daily = Newsletter.objects.daily()
    told = {"newsletter": daily, "period": "2026-11-26", "day": date(2026, 11, 26), "html": "<p>"}
    titles = {"en": "The weir", "es": "La presa"}
    issues = {
        code: Issue.objects.create(language=code, subject=title, text=title, **told)
        for code, title in titles.items()
    }

    def press_after(what: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            what()
        print_all()
        assert not Printing.objects.stale().exists()

    def body(path: str) -> bytes:
        sheet = shelf.read(path)
        assert sheet is not None, path
        return sheet.body

    def sitemap(path: str) -> list[str]:
        return [each.removeprefix("https://paper.example") for each in locations(checked_sitemap(body(path)))]

    for issue in issues.values():
        press_after(lambda issue=issue: send_issue(issue, at=timezone.now()))
    assert Printing.objects.get(path=PAGE).status == 200
    assert all(b"The weir" in body(path) for path in (PAGE, ARCHIVE, FEED))
    assert OTHER.encode() in body(PAGE)
    assert sitemap(YEAR) == [PAGE]
    assert b'hreflang="es"' in body(YEAR)
    assert YEAR in sitemap("/sitemap.xml")
    lists = client.get("/en/sitemap-lists.xml").content.decode()
    assert f"https://paper.example{ARCHIVE}<" in lists

    desk = desk_of("Editor")
    here = f"/desk/newsletter-issues/{issues['en'].pk}/"
    press_after(lambda: desk.post(f"{here}withdraw/"))
    assert (Printing.objects.get(path=PAGE).status, b"The weir" in body(PAGE)) == (410, False)
    assert b"This issue has been withdrawn" in body(PAGE)
    assert not any(b"The weir" in body(path) for path in (ARCHIVE, FEED))
    assert PAGE.encode() not in body(OTHER)
    assert Printing.objects.get(path=YEAR).status == 404
    assert YEAR not in sitemap("/sitemap.xml")
    assert sitemap("/es/sitemap-issues-2026.xml") == [OTHER]
    assert b"not deleted" in desk.get(here).content

    press_after(lambda: desk.post(f"{here}show-again/"))
    assert Printing.objects.get(path=PAGE).status == 200
    assert all(b"The weir" in body(path) for path in (PAGE, ARCHIVE, FEED))
    assert sitemap(YEAR) == [PAGE]
