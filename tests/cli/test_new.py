"""`rotativa new`: a site in a folder, which nobody else can read, or nothing at all."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from wagtail.models import Site

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.cli.site import UNFINISHED, held
from rotativa.lib.config import CONFIG_NAME, load_config
from rotativa.newsletters.models import Newsletter
from rotativa.pages.models import Paper
from rotativa.people.models import User
from tests.cli.conftest import NewSite, environment


@pytest.fixture(autouse=True)
def _no_site_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROTATIVA_SITE", "")


def new(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["new", str(folder), *options])


def test_new_tells_where_to_go_next(new_site: NewSite) -> None:
    first = new_site.output.split()[4].rstrip(".")
    assert new_site.output.splitlines() == [
        f"Your site is in {first}.",
        "",
        "First editor:",
        "  e-mail             editor@localhost",
        f"  one-time password  {new_site.password}",
        "",
        "Next:",
        f"  cd {first} && rotativa serve",
        "  then sign in at http://127.0.0.1:8000/desk/, give your name and choose a password of your own.",
    ]
    assert len(new_site.password) == 16


def test_what_is_private_is_closed_to_others(new_site: NewSite) -> None:
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in new_site.folder.iterdir()}
    private = {name: modes[name] for name in ("data", "mail", "media", "secrets")}
    secret = new_site.folder / "secrets" / "secret_key"

    assert private == dict.fromkeys(private, "0o700")
    assert oct(secret.stat().st_mode & 0o777) == "0o600"
    assert set(modes) - set(private) == {CONFIG_NAME, ".gitignore", "theme"}
    ignored = sorted([*private, "captures", "printed", "static"])
    assert (new_site.folder / ".gitignore").read_text().split() == [f"/{name}/" for name in ignored]


@pytest.mark.django_db
def test_options_of_new_are_what_the_site_has(tmp_path: Path) -> None:
    result = new(
        tmp_path / "my paper",
        *("--name", "El Estuario", "--language", "es", "--language", "uk"),
        *("--time-zone", "Europe/Madrid", "--base-url", "http://127.0.0.1:8123"),
        *("--email", "ada@paper.example"),
    )

    assert result.exit_code == 0, result.output
    assert f"cd '{tmp_path}/my paper' && rotativa serve" in result.output
    config = load_config()
    assert (config.languages, config.time_zone) == (["es", "uk"], "Europe/Madrid")
    assert (config.base_url, config.serve.port) == ("http://127.0.0.1:8123", 8123)
    assert Site.objects.get().root_url == "http://127.0.0.1:8123"
    assert list(Paper.objects.values_list("name", flat=True)) == ["El Estuario"] * 2
    assert list(FrontPage.objects.live().values_list("locale__language_code", flat=True)) == [
        "es",
        "uk",
    ]
    assert Group.objects.count() == 4
    ada = User.objects.get()
    assert (ada.email, ada.is_superuser, ada.has_one_time_password) == (
        "ada@paper.example",
        True,
        True,
    )
    password = result.output.split("one-time password")[1].split()[0]
    assert authenticate(username="ada@paper.example", password=password) == ada
    weekly = Newsletter.objects.get(slug="weekly")
    assert (weekly.name_in("es"), weekly.days) == ("El boletín semanal", "6")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--language", "xx"], "languages.0 is wrong: 'xx' is not a language code"),
        (["--time-zone", "Mars"], "time_zone is wrong: 'Mars' is not a time zone"),
        (["--base-url", "paper.example"], "base_url is wrong: 'paper.example' is not"),
        (["--base-url", "http://localhost:99999"], "base_url is wrong"),
        (["--time-zone", 'UTC"'], "rotativa.toml is not TOML"),
        (["--email", "ada"], "'ada' is not an e-mail address"),
    ],
)
def test_nonsense_makes_nothing(tmp_path: Path, options: list[str], words: str) -> None:
    result = new(tmp_path / "paper", *options)

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert words in result.output
    assert list(tmp_path.iterdir()) == []


def test_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("of mine")

    result = new(tmp_path)

    assert (result.exit_code, result.output) == (
        2,
        f"Error: {tmp_path} is not empty. Name a folder that does not exist yet.\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    result = new(tmp_path / "file" / "paper")

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "Not a directory" in result.output


@pytest.mark.django_db
def test_database_of_another_paper_is_left_alone(tmp_path: Path) -> None:
    User.objects.create(email="bo@paper.example")

    result = new(tmp_path / "paper")

    assert (result.exit_code, result.output) == (
        2,
        "Error: The database holds a paper already. Name an empty one, or take that site.\n",
    )
    assert (list(tmp_path.iterdir()), User.objects.count()) == ([], 1)


@pytest.mark.django_db
def test_site_that_a_kill_left_half_is_begun_anew(tmp_path: Path) -> None:
    """Killed as soon as it has begun on the tables, then run again in this process."""
    folder = tmp_path / "paper"
    command = [sys.executable, "-m", "rotativa", "new", str(folder)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as first:
        while not (folder / "secrets" / "secret_key").exists() and first.poll() is None:
            time.sleep(0.01)
        first.kill()
    assert (folder / UNFINISHED).exists()
    (folder / "data" / "left.txt").write_text("half")

    result = new(folder)

    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{folder} was cut short; beginning anew …\n")
    assert not (folder / UNFINISHED).exists()
    assert not (folder / "data" / "left.txt").exists()


def test_site_is_made_by_one_command_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / UNFINISHED, busy=""):
        result = new(tmp_path)

    assert (result.exit_code, result.output) == (
        2,
        f"Error: {tmp_path} is being made just now by another command.\n",
    )
