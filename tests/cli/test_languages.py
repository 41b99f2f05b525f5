"""A paper in a language for which Rotativa has no words."""

from pathlib import Path

import polib
from lxml import html

from tests.cli.conftest import NewSite
from tests.cli.test_serve import ask, served, status, until
from tests.html import part, words
from tests.servers import free_port


def add_own_words(theme: Path, language: str, *, pairs: dict[str, str]) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": language}
    catalogue.extend(polib.POEntry(msgid=each, msgstr=pairs[each]) for each in pairs)
    folder = theme / "locale" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))


def test_german_pages_of_a_spanish_paper_speak_their_own_words_else_english(
    new_site: NewSite,
) -> None:
    """Neither the main language, nor the German that Wagtail happens to know: it says "Suche"."""
    toml = new_site.folder / "rotativa.toml"
    toml.write_text(toml.read_text().replace('["en", "es"]', '["es", "de"]'))
    own = {"There is no page at this address": "Unter dieser Adresse ist keine Seite"}
    add_own_words(new_site.folder / "theme", "de", pairs=own)
    port = free_port()

    with served(new_site, port=port) as process:
        until(lambda: status(port, "/es/") == 200, of=process)
        (_, _, spanish), (_, _, german) = (
            ask(port, "GET", f"/{language}/nothing/", {}) for language in ("es", "de")
        )

    assert told(spanish) == {
        "lang": "es",
        "h1": "No hay ninguna página en esta dirección",
        "skip": "Saltar al contenido principal",
        "kicker": "Error 404",
        "search": "Buscar",
    }
    assert told(german) == {
        "lang": "de",
        "h1": "Unter dieser Adresse ist keine Seite",
        "skip": "Skip to main content",
        "kicker": "Error 404",
        "search": "Search",
    }


def told(page: str) -> dict[str, str]:
    tree = html.document_fromstring(page)
    [search] = part(tree, "lost").iter("button")
    return {
        "lang": tree.get("lang", ""),
        "h1": words(tree.find(".//h1")),
        "skip": words(part(tree, "skip")),
        "kicker": words(part(tree, "kicker")),
        "search": words(search),
    }
