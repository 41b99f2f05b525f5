"""`rotativa doctor`: each thing it looks at, once well and once not."""

import json
import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db.migrations.recorder import MigrationRecorder
from PIL import features
from pytest_django import Settings

from rotativa.cli.main import main
from tests.articles.translators.machine import running_machine
from tests.cli.conftest import NewSite, configure
from tests.cli.test_serve import lose_newest_migration

Usage = namedtuple("Usage", "total used free")


def look(*options: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *options])


def faults() -> list[list[str]]:
    """What is wrong, as part, what and advice; the command must have said so by its exit code."""
    result = look("--json")
    found = json.loads(result.output)
    wrong = [[each["part"], each["what"], each["advice"]] for each in found if not each["is_fine"]]
    assert result.exit_code == (1 if wrong else 0)
    return wrong


def test_all_is_well_on_a_new_site(new_site: NewSite) -> None:
    result = new_site.run("doctor")

    first, *lines = result.stdout.splitlines()
    assert first.startswith("ok     disk: ")
    assert lines == [
        "ok     secrets: kept from others.",
        "ok     database: sqlite, up to date.",
        "ok     clock: goes forward.",
        "ok     languages: en: complete.",
        "ok     languages: es: complete.",
        "ok     pictures: avif can be written.",
        "ok     pictures: webp can be written.",
        "ok     pictures: jpg can be written.",
        "ok     settings: sound.",
        "ok     readers: whoever asked to leave has left in time.",
        "ok     articles: stand in the lists where readers may find them.",
        "ok     comments: counted as they are.",
        "ok     newsletters: subscribers are known by the site's key.",
        "ok     share cards: 0 made, 2 to be drawn.",
        "ok     copies: 0 lie there as they were made.",
        "ok     press: 0 pages fresh, 0 stale.",
        "ok     search: 0 articles can be found.",
    ]
    assert (result.returncode, result.stderr) == (0, "")


def test_all_is_well_here(site: Path) -> None:
    assert faults() == []


@pytest.mark.parametrize("part", ["data", "media", "secrets"])
def test_missing_folder(site: Path, part: str) -> None:
    shutil.rmtree(site / part)

    assert faults() == [
        ["folders", f"{site / part} cannot be written.", "Make it and give it to this user."]
    ]


def test_folder_of_somebody_else(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may write everywhere, so the answer of the system is given here."""
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != site / "media" and may(path, mode))

    assert faults() == [
        ["folders", f"{site / 'media'} cannot be written.", "Make it and give it to this user."]
    ]


def test_full_disk(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**30, 2**30 - 2**25, 2**25))

    assert faults() == [
        ["disk", "32 MB free.", "Free some space: uploads and captures will fail soon."],
        ["copies", "none are taken: less than 2,048 MB is free for them.", "Free some space."],
    ]


def test_secret_that_others_can_read(site: Path) -> None:
    secret = site / "secrets" / "mail__password"
    secret.chmod(0o644)

    assert faults() == [["secrets", f"{secret} can be read by others.", f"Run: chmod 600 {secret}"]]


def test_language_without_a_catalogue(site: Path) -> None:
    configure(site, 'languages = ["en", "es-mx", "eo"]')
    catalogue = site / "theme" / "locale" / "eo" / "LC_MESSAGES" / "django.mo"

    assert faults() == [
        [
            "languages",
            "eo: the interface is not translated; its pages speak English.",
            f"Screen readers take that for eo. Put a catalogue into {catalogue.parent}: see docs/run/theme.md.",
        ]
    ]

    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    assert faults() == []


def test_picture_format_that_cannot_be_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knows = features.check
    monkeypatch.setattr(features, "check", lambda name: name != "avif" and knows(name))

    [[part, what, advice]] = faults()

    assert (part, what) == ("pictures", "avif cannot be written.")
    assert "pip install --force-reinstall pillow" in advice


def test_clock_that_went_back(site: Path) -> None:
    applied = MigrationRecorder.Migration.objects.latest("applied").applied
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        assert faults() == [
            [
                "clock",
                f"the database was changed on {applied:%Y-%m-%d %H:%M}, which is still to come.",
                "Set this machine's clock; systemd-timesyncd or chrony keeps it right.",
            ]
        ]


def test_settings_that_are_not_for_a_public_site(site: Path, settings: Settings) -> None:
    settings.DEBUG = True

    assert faults() == [["settings", "You should not have DEBUG set to True in deployment.", ""]]


def test_database_that_lags_behind_and_is_open_to_others(new_site: NewSite) -> None:
    (new_site.folder / "data").chmod(0o755)
    lose_newest_migration(new_site)

    result = new_site.run("doctor")

    path = new_site.folder / "data" / "paper.sqlite3"
    assert wrong(result.stdout) == [
        f"WRONG  secrets: {path} can be read by others.",
        f"       Run: chmod 600 {path}",
        "WRONG  database: sqlite, 1 changes missing.",
        "       Run: rotativa manage migrate",
    ]
    assert result.returncode == 1


def test_database_that_is_gone_is_not_made_anew(new_site: NewSite) -> None:
    path = new_site.folder / "data" / "paper.sqlite3"
    path.unlink()
    advice = (
        "Put a backup back; or, for an empty paper, run: rotativa manage migrate, then: "
        "rotativa manage createsuperuser"
    )

    result = new_site.run("doctor")
    served = new_site.run("serve", "--worker")

    assert wrong(result.stdout) == [
        "WRONG  database: cannot be used.",
        f"       The database {path} is missing. {advice}",
    ]
    assert (served.returncode, served.stderr) == (
        2,
        f"Error: The database {path} is missing. {advice}\n",
    )
    assert not path.exists()


def test_database_that_is_damaged(new_site: NewSite) -> None:
    path = new_site.folder / "data" / "paper.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        [(page,)] = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'wagtailcore_page'"
        )
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    damaged = new_site.run("doctor")
    path.write_bytes(b"This is not a database." * 1000)
    replaced = new_site.run("doctor")

    first, second = wrong(damaged.stdout)
    assert first.startswith("WRONG  database: ")
    assert second in {
        "       Put a backup back.",
        "       The file is damaged: put a backup back.",
    }
    assert wrong(replaced.stdout) == [
        "WRONG  database: does not answer: file is not a database.",
        "       The file is damaged: put a backup back.",
    ]
    assert (damaged.returncode, replaced.returncode) == (1, 1)


def wrong(output: str) -> list[str]:
    return [line for line in output.splitlines() if not line.startswith("ok ")]


def test_machine_that_translates_is_asked(site: Path, settings: Settings) -> None:
    with running_machine() as machine:
        settings.TRANSLATOR = machine.config

        assert "ok     translator: LibreTranslate translates en to es." in look().output
        assert [(each["source"], each["target"]) for each in machine.asked] == [("en", "es")]


def test_machine_that_refuses_is_told(site: Path, settings: Settings) -> None:
    with running_machine() as machine:
        settings.TRANSLATOR = machine.config
        machine.refusals = [(403, {"error": "Invalid API key"})]

        [[part, what, advice]] = faults()

    assert (part, what) == (
        "translator",
        "en to es: LibreTranslate does not take the key of this site. It says: Invalid API key",
    )
    assert "docs/run/machine-drafts.md" in advice
