"""What stops a command stops it with one line that says what to do, and exit code 2."""

import errno
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, IntegrityError, OperationalError

from rotativa import __version__
from rotativa.cli.failures import Commands
from rotativa.cli.main import main

COMMANDS = [
    "capture", "demo", "doctor", "export", "import", "manage", "new", "newsletter",
    "player", "print", "search-index", "serve",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTATIVA_SITE", "")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            OperationalError("database is locked"),
            (
                "The database fails: database is locked. Another process is writing; "
                "try again when it has ended."
            ),
        ),
        (
            OperationalError("database or disk is full"),
            "The database fails: database or disk is full. Free some space and run this again.",
        ),
        (
            OperationalError("attempt to write a readonly database"),
            (
                "The database fails: attempt to write a readonly database. "
                "Give the site's data folder to this user."
            ),
        ),
        (
            DatabaseError("database disk image is malformed"),
            (
                "The database fails: database disk image is malformed. "
                "The file is damaged: put a backup back."
            ),
        ),
        (
            OperationalError("connection to server at 127.0.0.1 failed:\n\tConnection refused\n"),
            (
                "The database fails: connection to server at 127.0.0.1 failed: Connection refused. "
                "Check `database` in the settings; `rotativa doctor` looks at the whole site."
            ),
        ),
        (
            OSError(errno.EROFS, "Read-only file system", "data/serve.lock"),
            "data/serve.lock: Read-only file system.",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device."),
    ],
)
def test_refusal_of_the_machine_is_one_line(error: Exception, line: str) -> None:
    result = run_failing(error)

    assert (result.exit_code, result.output) == (2, f"Error: {line}\n")


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE"), ValueError("x"), OSError("ours")])
def test_fault_of_ours_is_told_in_full(error: Exception) -> None:
    assert run_failing(error).exception is error


def run_failing(error: Exception) -> click.testing.Result:
    @click.group(cls=Commands)
    def group() -> None:
        pass

    @group.command()
    def fail() -> None:
        raise error

    return CliRunner().invoke(group, ["fail"])


@pytest.mark.parametrize(
    "arguments",
    [["serve"], ["serve", "--web"], ["doctor"], ["manage", "check"], ["import", "markdown", "."]],
)
def test_folder_that_is_no_site_is_told(tmp_path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)

    assert (result.exit_code, result.output) == (
        2,
        (
            f"Error: {tmp_path} is not a Rotativa site: it has no rotativa.toml. "
            "Go to the site's folder, or make one with: rotativa new DIR\n"
        ),
    )


def test_wrong_setting_is_told(tmp_path: Path) -> None:
    (tmp_path / "rotativa.toml").write_text('languages = ["en"]\nlang = "en"\n')

    result = CliRunner().invoke(main, ["doctor"])

    assert (result.exit_code, result.output) == (
        2,
        (
            "Error: rotativa.toml, ROTATIVA_* or secrets/ is wrong: secret_key is missing: put 50 "
            "random characters into the file secrets/secret_key; lang is not a setting "
            "(docs/run/settings.md has them all)\n"
        ),
    )


def test_version_and_help() -> None:
    version = CliRunner().invoke(main, ["--version"])
    told = CliRunner().invoke(main, ["-h"])

    assert (version.exit_code, version.output) == (0, f"rotativa, version {__version__}\n")
    listed = told.output.split("Commands:\n")[1].splitlines()
    assert (told.exit_code, [line.split()[0] for line in listed]) == (0, COMMANDS)
    for command in (["new"], ["serve"], ["demo"], ["doctor"], ["import", "wordpress"]):
        result = CliRunner().invoke(main, [*command, "--help"])
        assert (result.exit_code, result.output[:6]) == (0, "Usage:")


@pytest.mark.parametrize("arguments", [["serv"], ["serve", "--wep"], ["new"], ["import", "ghost"]])
def test_command_that_does_not_exist_is_told(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2
