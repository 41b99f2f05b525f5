"""What printing writes into the log: each fault once, and nothing that is no fault."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from wagtail import hooks

from rotativa.articles.models import FrontPage
from rotativa.pages.models import PlainPage
from rotativa.press.actions import Done, print_page
from rotativa.press.models import Printing
from rotativa.press.targets import NoRoom
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import add_article

PrintAll = Callable[[], Done]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What the site's log gets from Django and from us."""
    loggers = [logging.getLogger(name) for name in ("django", "rotativa")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    yield caplog
    for logger in loggers:
        logger.removeHandler(caplog.handler)


def told(log: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in log.records]


def test_page_that_is_gone_or_missing_is_no_news(
    paper: FrontPage, print_all: PrintAll, log: pytest.LogCaptureFixture, client: Client
) -> None:
    gate = add_article(paper, "Gate", slug="gate")
    about = paper.add_child(instance=PlainPage(title="About", slug="about", locale=paper.locale))
    print_all()
    gate.unpublish()
    about.delete()

    print_all()

    assert Printing.objects.get(path=gate.url).status == 410
    assert not Printing.objects.filter(path="/en/about/").exists()
    assert told(log) == []

    client.get("/en/about/")

    assert told(log) == [("WARNING", "Not Found: /en/about/")]


def test_page_that_fails_is_told_once_with_its_path_and_its_error(
    paper: FrontPage, print_all: PrintAll, log: pytest.LogCaptureFixture
) -> None:
    def broken(language: str, **_: object) -> list[object]:
        raise LookupError("No menu today")

    paper.add_child(instance=PlainPage(title="About", slug="about", locale=paper.locale))
    Printing.objects.exclude(path="/en/about/").delete()

    with hooks.register_temporarily([("register_menu_links", broken)]):
        print_all()

    (record,) = log.records
    assert record.levelname == "ERROR"
    assert record.getMessage().startswith("/en/about/ was not printed: The page answers 500")
    assert record.exc_info is not None
    assert record.exc_info[0] is LookupError


def test_want_of_room_is_left_to_whoever_prints_and_is_no_fault_of_the_page(
    paper: FrontPage, print_all: PrintAll, log: pytest.LogCaptureFixture, shelf: FolderTarget
) -> None:
    class Full(FolderTarget):
        def put(self, *_: object) -> bool:
            raise NoRoom("disk full")

    full, at = Full(shelf.pages.parent), timezone.now()
    paper.add_child(instance=PlainPage(title="About", slug="about", locale=paper.locale))
    for _ in range(5):
        Printing.objects.update(due_at=at)
        (claimed,) = Printing.objects.filter(path="/en/about/").claim(at=at)
        with pytest.raises(NoRoom):
            print_page(claimed, to=full, at=at)

    assert told(log) == []
    assert Printing.objects.all().overview().no_room == "disk full"

    print_all()
    print_all()

    assert Printing.objects.get(path="/en/about/").state == "fresh"
    assert Printing.objects.all().overview().no_room == ""
