"""`rotativa doctor` on printed pages: what is wrong with them, and what `--fix` repairs."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.config_parts import BucketConfig
from rotativa.press.actions import print_due
from rotativa.press.models import NO_ROOM, Printing
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.target import FolderTarget
from tests.cli.test_doctor import faults, look
from tests.printed import PrintedPapers
from tests.servers import free_port

FIX = "Run: rotativa doctor --fix"


@pytest.fixture
def shelf(site: Path, paper: FrontPage, _printed_papers: PrintedPapers) -> Iterator[FolderTarget]:
    """With the whole paper on it, of the day on which the test ends, too."""
    shelf = FolderTarget(site / "printed")
    with time_machine.travel(timezone.now(), tick=False):
        _printed_papers.lay(shelf, is_indexed=False)
        yield shelf


def version(shelf: FolderTarget, path: str) -> Path:
    """The folder of a page's files."""
    return (shelf.pages / path.strip("/") / "@").resolve()


def damage(shelf: FolderTarget) -> None:
    (packed,) = version(shelf, "/en/").glob("page-*.br")
    packed.write_bytes(b"not what was put there")


def lose(shelf: FolderTarget) -> None:
    shutil.rmtree(shelf.pages / "en" / "@", ignore_errors=True)
    (shelf.pages / "en" / "@").unlink()


def print_other(shelf: FolderTarget) -> None:
    shelf.put("/en/", Sheet.of(200, {}, b"An older front page"))


def test_all_is_well_on_a_printed_site(shelf: FolderTarget) -> None:
    assert faults() == []
    assert f"ok     press: {Printing.objects.count()} pages fresh, 0 stale." in look().output


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (damage, "1 printed file damaged: /en/"),
        (lose, "1 printed file missing from the folder: /en/"),
        (print_other, "1 printed file other than what was printed last: /en/"),
    ],
)
def test_wrong_file_is_printed_again(
    shelf: FolderTarget, spoil: Callable[[FolderTarget], None], what: str
) -> None:
    before = shelf.read("/en/")
    spoil(shelf)

    assert faults() == [["press", what, FIX]]
    assert Printing.objects.get(path="/en/").state == "fresh"

    fixed = look("--fix")

    assert f"ok     press: {what}\n       They wait to be printed again." in fixed.output
    assert fixed.exit_code == 0
    print_due(to=shelf, now=lambda: timezone.now() + timedelta(seconds=9))
    assert shelf.read("/en/") == before
    assert faults() == []


def test_file_of_no_page_is_deleted(shelf: FolderTarget) -> None:
    shelf.put("/en/long/gone/", Sheet.of(200, {}, b"Gone long ago"))
    what = "1 printed file of no page that is known: /en/long/gone/"

    assert faults() == [["press", what, FIX]]
    assert shelf.read("/en/long/gone/") is not None

    fixed = look("--fix")

    assert f"ok     press: {what}\n       Deleted." in fixed.output
    assert shelf.read("/en/long/gone/") is None
    assert shelf.read("/en/") is not None
    assert faults() == []


def test_file_of_a_page_that_only_some_may_read_is_one_of_no_page(shelf: FolderTarget) -> None:
    Printing.objects.filter(path="/en/").update(digest="")

    assert faults() == [["press", "1 printed file of no page that is known: /en/", FIX]]


def test_empty_database_costs_no_printed_page(shelf: FolderTarget) -> None:
    """Readers live on these while a backup is put back."""
    count = len(list(shelf.list()))
    Printing.objects.all().delete()

    result = look("--fix")

    assert f"WRONG  press: {count} printed files of no page that is known: " in result.output
    assert "the database knows of no printed page: put its backup back" in result.output
    assert result.exit_code == 1
    assert len(list(shelf.list())) == count


def test_page_that_waits_anyway_is_no_fault(shelf: FolderTarget) -> None:
    Printing.objects.filter(path="/en/").update(state="stale")
    lose(shelf)

    assert faults() == []


def test_file_that_does_not_even_tell_its_path(shelf: FolderTarget) -> None:
    (version(shelf, "/en/") / "head.json").write_text("{")

    first, second = faults()

    assert first == ["press", "1 printed file damaged: /en/", FIX]
    assert second[1].startswith(f"{shelf.pages.parent} cannot be listed. A sheet does not tell")
    assert second[2] == "Delete the folder and print it anew: rotativa print --all"


def test_page_that_fails_is_named_with_its_error(shelf: FolderTarget) -> None:
    Printing.objects.filter(path="/en/").update(
        state="failing", last_error="The page fails.\nKeyError: x"
    )

    assert faults() == [
        [
            "press",
            "/en/ fails: The page fails. KeyError: x",
            "See docs/run/printed-pages.md, and when it is mended run: rotativa print /en/",
        ]
    ]


def test_more_failing_pages_than_one_would_read_are_counted(shelf: FolderTarget) -> None:
    Printing.objects.update(state="failing", last_error="The page fails.")
    count = Printing.objects.count()

    *named, (_, what, advice) = faults()

    assert len(named) == 5
    assert (what, advice) == (f"{count - 5} more pages fail.", "The desk lists them all.")


def test_want_of_room(shelf: FolderTarget) -> None:
    Printing.objects.filter(path="/en/").update(state="failing", last_error=f"{NO_ROOM} disk full")

    assert [each[1] for each in faults()] == ["there is no room to print: disk full."]


def test_pages_that_nobody_prints(shelf: FolderTarget) -> None:
    ago = timezone.now() - timedelta(hours=2)
    Printing.objects.update(printed_at=ago)
    Printing.objects.filter(path="/en/").update(state="stale", due_at=ago)

    assert faults() == [
        [
            "press",
            f"1 page waits since {timezone.localtime(ago):%Y-%m-%d %H:%M}, and nobody prints.",
            "Run rotativa serve, or its clock alone: rotativa serve --tick",
        ]
    ]


def test_folder_that_cannot_be_used(site: Path, paper: FrontPage, settings: Settings) -> None:
    settings.PRINTED_ROOT = site / "rotativa.toml" / "printed"

    assert faults() == [
        [
            "press",
            f"{settings.PRINTED_ROOT} cannot be used: Not a directory.",
            "Give it to this user.",
        ]
    ]


def test_many_pages_are_compared_some_at_a_time(shelf: FolderTarget) -> None:
    front = Printing.objects.get(path="/en/")
    paths = [f"/en/many/{number}/" for number in range(900)]
    Printing.objects.bulk_create(
        Printing(
            path=path, kind=3, rank=3, state="fresh", stale_at=front.stale_at,
            due_at=front.due_at, digest=front.digest,
        )
        for path in paths
    )  # fmt: skip

    result = look()

    assert "WRONG  press: 900 printed files missing from the folder: /en/many/0/, " in result.output
    assert "/en/many/4/ …" in result.output

    look("--fix")

    assert Printing.objects.stale().count() == 900


def test_bucket_that_is_away_is_a_finding_of_its_own(
    shelf: FolderTarget, settings: Settings
) -> None:
    shelf.put("/en/nobody-knows/", Sheet.of(200, {}, b"An older page"))
    away = f"http://127.0.0.1:{free_port()}"
    settings.PRINTED_BUCKET = BucketConfig(name="paper", endpoint=away, key_id="ada", secret="x")

    fixed = look("--fix")

    assert fixed.exit_code == 1
    assert "WRONG  press: The bucket paper cannot be reached" in fixed.output
    assert shelf.read("/en/nobody-knows/") is None
