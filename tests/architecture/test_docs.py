"""What can be counted is documented: apps, settings, commands, dependencies."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from pydantic import BaseModel

from rotativa.cli.main import main
from rotativa.cli.supervisor import STOPS
from rotativa.lib.config import Config
from tests.architecture.source import PACKAGE, PROJECT, ROOT, apps

LONGEST_README = 60
SETTINGS = ROOT / "docs" / "run" / "settings.md"
COMMANDS = ROOT / "docs" / "run" / "commands.md"
DECISIONS = ROOT / "docs" / "decisions"


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each setting as the operator writes it, with its description."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.description or ""


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield f"{prefix}{name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")


def prose(page: Path) -> str:
    """The text of a page without the code it shows."""
    return re.sub(
        r"^```.*?^```|^ {4}.*?$|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("app", apps())
def test_each_app_says_what_it_is(app):
    lines = (PACKAGE / app / "README.md").read_text().splitlines()

    assert 3 <= len(lines) <= LONGEST_README


def test_each_setting_is_documented():
    text = SETTINGS.read_text()
    rows = dict(re.findall(r"^\| `([\w.]+)` \|.*\| (.+) \|$", text, re.MULTILINE))

    assert rows == dict(settings(Config))


def test_each_command_is_documented():
    titles = re.findall(
        r"^#+ `rotativa ([\w -]+?)(?: [A-Z\[].*)?`$", COMMANDS.read_text(), re.MULTILINE
    )

    assert sorted(titles) == sorted(commands(main))


def test_each_option_of_a_command_is_documented():
    text = COMMANDS.read_text()
    given = {
        option
        for command in all_commands(main)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }

    assert "--dry-run" in given
    assert (
        sorted(option for option in given if not re.search(rf"`(?:rotativa )?{option}\b", text))
        == []
    )


def all_commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from all_commands(each)


def test_each_signal_that_serve_hears_is_documented():
    rows = re.findall(r"^\| (.*SIG.*) \| .* \|$", COMMANDS.read_text(), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(SIG\w+)`", row)}

    assert named == {number.name for number in STOPS} | {"SIGKILL"}


def test_each_dependency_has_its_decision():
    text = "\n".join(path.read_text() for path in DECISIONS.glob("*.md")).lower()
    asked = [*PROJECT["project"]["dependencies"]]
    asked += [each for group in PROJECT["dependency-groups"].values() for each in group]
    names = sorted({Requirement(each).name.lower() for each in asked})

    assert names
    assert [name for name in names if not re.search(rf"[`*]{re.escape(name)}[`*]", text)] == []


def test_tools_are_called_in_a_way_that_works():
    """No file of `tools/` is a program by itself: Python runs each as a module."""
    places = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tools").glob("*.py")]
    text = "\n".join(place.read_text() for place in places)
    called = set(re.findall(r"-m tools\.(\w+)", text))

    assert re.findall(r"^ {4}tools/\w+\.py.*$|`tools/\w+\.py [^`\n]+`", text, re.MULTILINE) == []
    assert "with_postgres" in called
    assert [name for name in called if not (ROOT / "tools" / f"{name}.py").is_file()] == []


def test_each_page_of_the_docs_is_reachable():
    """Every page under docs/ is linked from the index of its folder or from a page above it."""
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "README.md"]
    indexes = {path: (path.parent / "README.md").read_text() for path in pages}

    assert pages
    assert [str(path.relative_to(ROOT)) for path in pages if path.name not in indexes[path]] == []


def test_links_between_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *PACKAGE.rglob("*.md")]
    broken = [
        (str(page.relative_to(ROOT)), link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)", prose(page))
        if not (page.parent / link).exists()
    ]

    assert pages
    assert broken == []
