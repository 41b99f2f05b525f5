"""What each start of `rotativa serve` brings up to date, and leaves alone when nothing changed."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings
from wagtail.models import GroupPagePermission, Site

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.press.models import Reprint
from tests.cli.conftest import SITE, start_nothing


@pytest.fixture
def site(
    tmp_path: Path, paper: FrontPage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Path:
    shutil.copytree(SITE, tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))
    start_nothing(monkeypatch)
    settings.STATIC_ROOT = tmp_path / "site" / "static"
    return tmp_path / "site"


def start() -> list[str]:
    result = CliRunner().invoke(main, ["serve", "--tick"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_static_files_are_collected_when_they_changed(site: Path) -> None:
    assert start() == ["Collecting static files …", "clock", "watching"]
    assert start() == ["clock", "watching"]
    assert (site / "static" / "pages" / "css").is_dir()


def test_site_that_moves_keeps_its_static_files_and_printed_pages(
    site: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "theme").mkdir()
    (site / "theme" / "own.css").write_text("p { color: red }")
    start()
    moved = site.rename(site.parent / "elsewhere")
    monkeypatch.setenv("ROTATIVA_SITE", str(moved))
    settings.STATIC_ROOT = moved / "static"

    assert start() == ["clock", "watching"]


def test_settings_that_pages_show_have_all_printed_anew_wherever_they_come_from(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start()
    Reprint.objects.all().delete()
    monkeypatch.setenv("ROTATIVA_MAIL__HOST", "relay.example")
    unseen = start()
    assert (unseen, Reprint.objects.count()) == (["clock", "watching"], 0)

    monkeypatch.setenv("ROTATIVA_EVIDENCE__ORIGIN", "https://paper-copies.example")
    seen = start()

    assert (seen[0], Reprint.objects.count()) == ("Collecting static files …", 1)


def test_static_files_that_were_deleted_are_collected_anew(site: Path) -> None:
    start()
    shutil.rmtree(site / "static")

    assert start() == ["Collecting static files …", "clock", "watching"]


def test_address_that_changed_changes_the_site(site: Path) -> None:
    """A paper is tried at home and moves to its own address; links from the desk go with it."""
    Site.objects.update(hostname="127.0.0.1", port=8000)

    start()

    assert Site.objects.get().root_url == "https://paper.example"


def test_language_that_was_added_gets_its_front_page(site: Path) -> None:
    toml = site / "rotativa.toml"
    toml.write_text(toml.read_text().replace('"ar"', '"ar", "uk"'))

    start()

    front = FrontPage.objects.live().get(locale__language_code="uk")
    assert GroupPagePermission.objects.filter(page=front, group__name="Editor").count() == 5
