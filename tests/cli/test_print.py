"""`rotativa print`: by hand, what `rotativa serve` does by itself."""

import errno
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from rotativa.articles.models import Article, FrontPage
from rotativa.cli.main import main
from rotativa.press.models import Printing, Reprint, printing
from rotativa.press.targets.folder import target as folder_target
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import add_article

FLOOD = "/en/2026/04/16/flood/"


def print_(*options: str) -> Result:
    return CliRunner().invoke(main, ["print", *options])


def text_of(site: Path, path: str) -> str:
    sheet = FolderTarget(site / "printed").read(path)
    assert sheet is not None
    return sheet.body.decode()


def test_site_that_was_never_served_is_printed_with_its_style_sheets(
    served_site: Path, paper: FrontPage
) -> None:
    add_article(paper, "Flood")

    result = print_("--all")

    assert result.exit_code == 0, result.output
    printed = Printing.objects.exclude(printed_at=None)
    assert result.stdout.endswith(" with news, 0 the same as before, 0 failed.\n")
    assert set(printed.filter(language="es").values_list("path", flat=True)) >= {
        "/es/", "/es/claims/", "/es/feed.xml", "/es/questions/", "/es/sources/",
    }  # fmt: skip
    assert "/static/pages/css/" in text_of(served_site, FLOOD)
    assert not Printing.objects.stale().exists()


@pytest.mark.every_case
def test_page_is_printed_by_its_address(served_site: Path, paper: FrontPage) -> None:
    flood = add_article(paper, "Flood")
    print_("--all")
    Article.objects.filter(pk=flood.pk).update(title="Deluge")
    Printing.objects.update(printed_at="2026-01-01T00:00:00Z")

    result = print_(f"https://paper.example{FLOOD}", "--json")

    assert json.loads(result.stdout) == {
        "printed": 1, "same": 0, "failed": 0, "no_room": "", "stopped": False,
    }  # fmt: skip
    assert "Deluge" in text_of(served_site, FLOOD)


def test_address_that_is_no_page_is_refused(served_site: Path) -> None:
    result = print_("/en/nowhere/")

    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == (
        "Error: /en/nowhere/ is no page that is printed. Print all once: rotativa print --all"
    )


def test_print_of_all_is_the_reprint_that_was_asked_for(served_site: Path) -> None:
    Reprint.objects.ask(why="theme", at=timezone.now())

    print_("--all")

    assert not Reprint.objects.waiting().exists()


def test_page_that_fails_is_counted(
    served_site: Path, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(paper, "Flood")
    monkeypatch.setattr(Article, "get_context", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(
        printing, "PAUSES", (timedelta(hours=1),)
    )  # else it is tried again meanwhile

    result = print_("--all")

    assert result.exit_code == 1
    assert result.stdout.endswith(" 1 failed.\n")
    assert "ZeroDivisionError" in Printing.objects.get(path=FLOOD).last_error


def test_full_disk_ends_printing_with_what_to_do(
    served_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder_target, "write_file", full)

    result = print_("--all")

    assert result.exit_code == 2
    assert result.output.splitlines()[-1].startswith(
        "Error: Printing stopped, and goes on when there is room: "
    )
    assert result.output.splitlines()[-1].endswith("No space left on device")
