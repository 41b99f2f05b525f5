"""`rotativa manage`: Django's own commands, in the site."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rotativa.cli.main import main
from tests.cli.conftest import SITE


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is found from a folder below it, as from `theme/`."""
    shutil.copytree(SITE, tmp_path / "site")
    (tmp_path / "site" / "theme").mkdir(exist_ok=True)
    monkeypatch.setenv("ROTATIVA_SITE", "")
    monkeypatch.chdir(tmp_path / "site" / "theme")
    return tmp_path / "site"


def manage(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["manage", *arguments])


def test_manage_runs_a_command_with_its_options(capfd: pytest.CaptureFixture[str]) -> None:
    result = manage("diffsettings", "--output", "unified")

    assert result.exit_code == 0
    assert "WAGTAILADMIN_BASE_URL" in result.output


def test_manage_shows_help_of_djangos_command() -> None:
    result = manage("migrate", "--help")

    assert (result.exit_code, result.output[:31]) == (0, "usage: rotativa manage migrate ")


def test_manage_refuses_a_command_that_does_not_exist(capfd: pytest.CaptureFixture[str]) -> None:
    result = manage("migrat")

    assert result.exit_code == 1
    assert "Unknown command: 'migrat'. Did you mean migrate?" in result.output
