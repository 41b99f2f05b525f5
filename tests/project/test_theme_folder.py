"""A site replaces a template, a token, a font or the wordmark by files in its `theme/` folder."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.pages.models import PlainPage
from rotativa.pages.templatetags.pages import has_static_file

ROOT = Path(__file__).parents[2]
THEME = ROOT / "tests" / "data" / "theme"
DOCS = ROOT / "docs" / "run" / "theme.md"

WIRING = """
from rotativa.project import settings
print(settings.TEMPLATES[0]["DIRS"][0], settings.STATICFILES_DIRS[0])
"""


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A site with a theme of its own, its static files collected as for a public site."""
    shutil.copytree(THEME, tmp_path / "theme")
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path / "theme" / "templates"]},
    ]
    settings.STATICFILES_DIRS = [tmp_path / "theme" / "static"]
    settings.STATIC_ROOT = tmp_path / "static"
    hashed = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": hashed}}
    others = ["wagtail*", "admin*", "taggit*", "django_*"]
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=others)
    has_static_file.cache_clear()
    yield tmp_path
    has_static_file.cache_clear()


@pytest.fixture
def pages(site: Path, client: Client, paper: FrontPage, front_es: FrontPage) -> list[str]:
    """The same page in English and Spanish."""
    for front in (paper, front_es):
        front.add_child(instance=PlainPage(title="About", slug="about", locale=front.locale))
    return [client.get(f"/{language}/about/").content.decode() for language in ("en", "es")]


def served(site: Path, page: str, pattern: str) -> str:
    """The content of the static file whose address in a page looks like this."""
    (address,) = set(re.findall(rf'href="/static/({pattern})"', page))
    return (site / "static" / address).read_text()


def test_site_looks_into_its_theme_folder_first(tmp_path: Path) -> None:
    shutil.copytree(THEME, tmp_path / "theme")
    (tmp_path / "rotativa.toml").write_text(f'secret_key = "{"only-for-tests-" * 4}"\n')

    done = subprocess.run(
        [sys.executable, "-c", WIRING],
        cwd=ROOT,
        env=os.environ | {"ROTATIVA_SITE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    theme = tmp_path / "theme"
    assert done.stdout.split() == [str(theme / "templates"), str(theme / "static")]


def test_tokens_come_after_the_sheets_of_the_default_theme(site: Path, pages: list[str]) -> None:
    english = pages[0]

    sheets = re.findall(r'rel="stylesheet" href="/static/([\w/]+)\.[0-9a-f]+\.css"', english)
    assert sheets[-1] == "theme/tokens"
    assert "--spot: light-dark(#00695c" in served(site, english, r"theme/tokens\.\w+\.css")


def test_font_of_its_own_is_served_and_asked_for_first(site: Path, pages: list[str]) -> None:
    preloads = re.findall(r'rel="preload" href="/static/([\w/-]+)\.[0-9a-f]+\.woff2"', pages[0])

    assert preloads == ["theme/weir"]
    assert served(site, pages[0], r"theme/weir\.\w+\.woff2") == "wOF2weir"
    sheet = served(site, pages[0], r"theme/tokens\.\w+\.css")
    assert re.search(r'url\("?weir\.[0-9a-f]+\.woff2"?\)', sheet)


def test_file_of_the_same_name_replaces_a_font_of_the_default_theme(
    site: Path, pages: list[str]
) -> None:
    sheet = served(site, pages[0], r"pages/css/base\.\w+\.css")

    (font,) = set(re.findall(r"rotativa-sans-latin\.[0-9a-f]+\.woff2", sheet))
    assert (site / "static/pages/fonts" / font).read_bytes() == b"wOF2ours"


def test_wordmark_is_drawn_for_each_language(pages: list[str]) -> None:
    drawings = [
        re.findall(r'class="masthead__name".*?viewBox="([\d ]+)"', page, re.DOTALL)
        for page in pages
    ]

    assert drawings == [["0 0 10 4"], ["0 0 12 4"]]
    assert 'class="nameplate' not in pages[0] + pages[1]


def test_example_is_documented_file_by_file() -> None:
    text = DOCS.read_text()

    files = sorted(str(path.relative_to(THEME)) for path in THEME.rglob("*") if path.is_file())
    assert files
    assert [name for name in files if Path(name).name not in text] == []
