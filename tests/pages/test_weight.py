"""An article's page, its sheets and its fonts weigh less than 120 kB on the way to a reader.

The article is the longest of the demo paper with a gallery more: a film, a statement, a post, numbered
steps, questions, earlier coverage, words in italics. All that it needs is asked for as by a browser
that knows no better packing than gzip; fonts are those whose characters the page shows.
"""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.test import Client
from lxml import html
from PIL import Image
from pytest_django import Settings

from rotativa.cli.main import main
from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from rotativa.pages.templatetags.pages import has_static_file
from rotativa.project import settings as public

LIMIT = 120_000
HEADERS = 800  # of each answer, as browsers count what was transferred
ROOT = Path(__file__).parents[2]
DEMO = ROOT / "rotativa" / "cli" / "demo" / "content"
GATE, WINDOWS = "river/gate-that-closes-at-night", "town/forty-one-windows"
OTHERS = [
    "river/eel-count", "river/film-and-tide-gauge", "river/council-nobody-applied",
    "harbour/board-promises-log",
]  # fmt: skip
ADDRESSES = [
    "/en/2026/11/23/the-gate-that-closes-at-night/",
    "/es/2026/11/23/la-compuerta-que-se-cierra-de-noche/",
]
SHEETS = ["base.css", "components.css", "pages.css", "print.css"]
FONTS = ["rotativa-sans-latin", "rotativa-serif-italic-latin", "rotativa-serif-latin"]
CLOSING = {
    "en": "*The log of the weir* is read aloud on Friday in the library: “fifty-two pages, less one”.",
    "es": "*El libro de guardia* se lee en voz alta el viernes, en la biblioteca; «faltará una página».",
}
GALLERY = re.compile(r"^```gallery\n.*?^```\n", re.MULTILINE | re.DOTALL)
FACE = re.compile(
    r"""@font-face\{([^}]*)url\("?([^")]+\.woff2)"?\)([^}]*)unicode-range:([^;}]+)\}"""
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site's folder of its own, for what commands write into it."""
    shutil.copytree(ROOT / "tests" / "site", tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))


@pytest.fixture
def reader(tmp_path: Path, settings: Settings) -> Iterator[Client]:
    """Of a site whose static files are collected and packed as for the public."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = public.STORAGES
    settings.WHITENOISE_AUTOREFRESH = False
    desk = ["wagtail*", "typed_table_block*", "admin*", "taggit*", "django_*"]
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=desk)
    has_static_file.cache_clear()
    yield Client(headers={"accept-encoding": "gzip"})
    has_static_file.cache_clear()


def bring_in(folder: Path) -> None:
    """The article and what it tells of, by the importer's door; their pictures are ready."""
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("*.md"))
    for path in (folder / "pictures").iterdir():  # quickly made ready
        with Image.open(path) as picture:
            picture.resize((480, 480 * picture.height // picture.width)).save(path)
    for language in ("en", "es"):
        for name in [GATE, *OTHERS]:
            shutil.copy(DEMO / f"{name}.{language}.md", folder / f"{name}.{language}.md")
        [gallery] = GALLERY.findall((DEMO / f"{WINDOWS}.{language}.md").read_text("utf-8"))
        with (folder / f"{GATE}.{language}.md").open("a", encoding="utf-8") as article:
            article.write(f"\n{gallery}\n{CLOSING[language]}\n")
    result = CliRunner().invoke(main, ["import", "markdown", str(folder), "--language", "en"])
    assert "Refused: none" in result.output, result.output
    for picture in Picture.objects.all():
        make_renditions(picture)


def get(reader: Client, address: str) -> bytes:
    response = reader.get(address)
    assert response.status_code == 200, address
    return bytes(response.getvalue())


def characters(ranges: str) -> Iterator[int]:
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def shown(page: html.HtmlElement) -> tuple[set[int], set[int]]:
    """The characters of a page that stand upright, or may, and those in italics."""
    body = page.find("body")
    italics = [*body.iter("em", "i", "cite"), *body.find_class("hed--voice")]
    leaning = "".join(each.text_content() for each in italics)
    return set(map(ord, body.text_content())), set(map(ord, leaning))


def named(address: str) -> str:
    """The name of a static file without the hash of its content, and a font's without its kind."""
    return re.sub(r"\.[0-9a-f]{12}\.", ".", Path(address).name).removesuffix(".woff2")


def weigh(reader: Client, address: str) -> dict[str, int]:
    """How many bytes each file is that a browser asks for, pictures left out; the page under `""`."""
    packed = get(reader, address)
    page = html.document_fromstring(gzip.decompress(packed).decode())
    weights = {"": len(packed)}
    scripts = [str(each.get("src")) for each in page.iter("script") if each.get("src")]
    for source in scripts:
        weights[named(source)] = len(get(reader, source))
    sheets = [
        str(each.get("href")) for each in page.iter("link") if each.get("rel") == "stylesheet"
    ]
    upright, leaning = shown(page)
    for sheet in sheets:
        weights[named(sheet)] = len(get(reader, sheet))
        rules = gzip.decompress(get(reader, sheet)).decode()
        for before, font, after, ranges in FACE.findall(rules):
            wanted = leaning if "italic" in before + after else upright
            if wanted.intersection(characters(ranges)):
                weights[named(font)] = len(get(reader, urljoin(sheet, font)))
    return weights


@pytest.mark.usefixtures("paper", "front_es", "site")
def test_article_is_light(tmp_path: Path, reader: Client) -> None:
    bring_in(tmp_path / "content")

    for address in ADDRESSES:
        weights = weigh(reader, address)

        assert sorted(weights) == sorted(["", "account.js", "talk.js", *SHEETS, *FONTS]), address
        assert sum(weights.values()) + HEADERS * len(weights) < LIMIT, f"{address}: {weights}"
