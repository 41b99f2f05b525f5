"""What the tests of the house look at: its files, its apps and the order they stand in."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "rotativa"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def files(*suffixes: str) -> list[Path]:
    """The files of the repository with one of these suffixes, or all; not what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in (suffixes or {path.suffix})]


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def app_of(path: Path) -> str:
    """`articles` for `rotativa/articles/…`."""
    return path.relative_to(PACKAGE).parts[0]


def ranks() -> dict[str, int]:
    """Each app's place in the stack of pyproject.toml, counted from the bottom."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    stack = next(each for each in contracts if each.get("exhaustive"))
    layers = [re.findall(r"\w+", layer) for layer in reversed(stack["layers"])]
    return {app: place for place, layer in enumerate(layers) for app in layer}


def apps() -> list[str]:
    """The apps that have content."""
    names = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return sorted(name for name in names if len(list((PACKAGE / name).rglob("*.py"))) > 1)


def may_use(user: str, used: str) -> bool:
    """Whether one app may lean on another: itself, or one that stands lower."""
    order = ranks()
    return user == used or order[used] < order[user]
