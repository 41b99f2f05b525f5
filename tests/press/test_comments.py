"""What editors approve is printed with the article, in each of its languages, and nothing else is."""

from collections.abc import Callable

from pytest_django import DjangoCaptureOnCommitCallbacks

from rotativa.articles.models import FrontPage
from rotativa.comments.actions import decide_on, tell_counts
from rotativa.comments.models import Comment, Deed
from rotativa.comments.rules import Status
from rotativa.people.models import User
from rotativa.press.actions import Done
from rotativa.press.models import Printing
from rotativa.press.targets.folder.target import FolderTarget
from tests.comments.doors import NOON, added
from tests.factories.articles import add_article
from tests.readers.doors import add_reader


def stale() -> list[str]:
    return sorted(Printing.objects.stale().values_list("path", flat=True))


def test_approval_prints_the_article_in_its_languages(
    printed: None,
    paper: FrontPage,
    front_es: FrontPage,
    shelf: FolderTarget,
    print_all: Callable[[], Done],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ada = User.objects.create_superuser("ada@paper.example")
    with django_capture_on_commit_callbacks(execute=True):
        gate = add_article(paper, "The gate", slug="gate")
        add_article(front_es, "La puerta", slug="puerta", translates=gate)
    print_all()
    paths = ["/en/2026/04/16/gate/", "/es/2026/04/16/puerta/"]
    feeds = [f"/{each}/-/comments/feed.xml" for each in ("ar", "en", "es")]
    for number in range(3):
        added(
            gate,
            f"Weed {number}",
            add_reader(f"{number}@a.example", f"R{number}"),
            status=Status.PENDING,
        )

    assert not Printing.objects.stale().exists()
    with django_capture_on_commit_callbacks(execute=True):
        decide_on(Comment.objects.all(), Deed.APPROVE, by=ada, at=NOON)

    assert stale() == sorted([*paths, *feeds])
    print_all()
    assert not Printing.objects.stale().exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert [tell_counts(), tell_counts()] == [1, 0]
    assert stale() == ["/en/", "/en/2026/04/", "/es/", "/es/2026/04/"]
    with django_capture_on_commit_callbacks(execute=True):
        add_article(paper, "The ferry", slug="ferry")
    due = list(Printing.objects.stale().in_turn().values_list("path", flat=True))
    assert due.index("/en/2026/04/") < due.index("/es/")  # the news, then numbers
    print_all()
    front = shelf.read("/en/")
    assert front is not None
    assert b"3 comments" in front.bodies[""]
    thread = f"/en/-/comments/{gate.translation_key}/feed.xml"
    assert Printing.objects.get(path=thread).status == 200
    for path in paths:
        sheet = shelf.read(path)
        assert sheet is not None
        assert all(f"Weed {number}".encode() in sheet.bodies[""] for number in range(3))
