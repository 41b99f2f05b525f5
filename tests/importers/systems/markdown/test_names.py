"""What `sections.yaml`, `authors.yaml` and `tags.yaml` say, per language."""

from typing import Any

import pytest

from rotativa.importers.records import Author, Media, MediaReference, Term
from tests.importers.systems.markdown.folders import read

SECTIONS = """
- key: city
  name: {en: City, es: Ciudad}
  slug: {en: city, es: ciudad}
  description: {en: Streets., es: Calles.}
- key: opinion
  name: {en: Opinion, es: Opinión}
  is_voice: true
- key: letters
  name: {en: Letters, es: Cartas}
  parent: opinion
  position: 9
  mood: x
"""


def section(key: str, language: str, **fields: Any) -> Term:
    return Term(
        kind="section",
        identity=f"section/{key}/{language}",
        language=language,
        translation_group=f"section/{key}",
        place="sections.yaml",
        **fields,
    )


def test_sections_in_each_language_in_their_order(tmp_path):
    reading = read(
        tmp_path,
        {
            "sections.yaml": SECTIONS,
            "a.es.md": "---\ndate: 2026-01-01\nsection: Cartas\n---\n",
            "b.en.md": "---\ndate: 2026-01-01\nsection: city\n---\n",
        },
    )

    assert [item.section for item in reading.items.values()] == [
        "section/letters/es",
        "section/city/en",
    ]
    assert reading.of(Term) == [
        section("opinion", "es", name="Opinión", position=2, is_voice=True),
        section("letters", "es", name="Cartas", parent="section/opinion/es", position=9),
        section("city", "en", name="City", slug="city", description="Streets.", position=1),
        section("city", "es", name="Ciudad", slug="ciudad", description="Calles.", position=1),
        section("opinion", "en", name="Opinion", position=2, is_voice=True),
        section("letters", "en", name="Letters", parent="section/opinion/en", position=9),
    ]
    assert ("skipped", "sections.yaml", "Keys that are not used: mood.") in reading.told


def test_author_with_portrait_and_biography(tmp_path):
    authors = """
ada-lopez:
  name: Ada López
  role: {en: Editor, es: Editora}
  biography: {en: "Ada *counts* eels."}
  portrait: pictures/ada.jpg
  portrait_alt: {en: Ada at her desk}
  portrait_credit: Bo
  email: ada@p.example
"""

    reading = read(
        tmp_path,
        {
            "authors.yaml": authors,
            "pictures/ada.jpg": b"x",
            "a.en.md": "---\ndate: 2026-01-01\nauthors: ada-lopez\n---\n",
            "a.es.md": "---\ndate: 2026-01-01\nauthor: Ada López\n---\n",
        },
    )

    portrait = MediaReference(url="/pictures/ada.jpg", identity="pictures/ada.jpg")
    english = Author(
        identity="author/ada-lopez/en",
        name="Ada López",
        email="ada@p.example",
        biography="<p>Ada <i>counts</i> eels.</p>",
        role="Editor",
        portrait=portrait,
        language="en",
        translation_group="author/ada-lopez",
        place="authors.yaml",
    )
    assert reading.of(Author) == [
        english,
        Author(
            identity="author/ada-lopez/es",
            name="Ada López",
            email="ada@p.example",
            role="Editora",
            portrait=portrait,
            language="es",
            translation_group="author/ada-lopez",
            place="authors.yaml",
        ),
    ]
    assert reading.of(Media) == [
        Media(
            identity="pictures/ada.jpg",
            url="/pictures/ada.jpg",
            path=str(tmp_path / "pictures/ada.jpg"),
            filename="ada.jpg",
            alt="Ada at her desk",
            credit="Bo",
            place="pictures/ada.jpg",
        )
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("tags.yaml", "- key: bridge\n  name: {en: Bridge}"),
        ("tags.yml", "bridge: {name: Bridge}"),
        ("tags.toml", '[bridge]\nname = "Bridge"'),
        ("tags.toml", '[[tags]]\nkey = "bridge"\nname = "Bridge"'),
        ("tags.json", '{"bridge": "Bridge"}'),
        ("tags.json", '["Bridge"]'),
        ("data/tags.yaml", "tags: [{key: bridge, name: {en: Bridge}}]"),
        ("data/tags/bridge.yaml", "name: Bridge"),
        ("_data/tags.yaml", "- {slug: bridge, name: Bridge}"),
    ],
)
def test_forms_of_the_files(tmp_path, path, content):
    matter = "---\ndate: 2026-01-01\ntags: [bridge]\n---\n"

    reading = read(tmp_path, {path: content, "a.md": matter})

    assert [(term.name, term.place) for term in reading.of(Term)] == [("Bridge", path)]


def test_name_without_file_is_the_one_that_was_used(tmp_path):
    matter = "---\ndate: 2026-01-01\ntags: [Old Bridge, old bridge, 橋]\nauthors: [{name: Bo, email: b@x.example}, Ada]\n---\n"

    reading = read(tmp_path, {"a.md": matter})

    assert [(term.identity, term.name) for term in reading.of(Term)] == [
        ("tag/old-bridge/en", "Old Bridge"),
        ("tag/橋/en", "橋"),
    ]
    assert [(author.name, author.email) for author in reading.of(Author)] == [
        ("Bo", "b@x.example"),
        ("Ada", ""),
    ]


def test_parents_in_a_circle_end(tmp_path):
    sections = (
        "- {key: a, name: A, parent: b}\n- {key: b, name: B, parent: a}\n- {key: c, parent: c}"
    )
    matter = "---\ndate: 2026-01-01\nsection: a\n---\n"

    reading = read(tmp_path, {"sections.yaml": sections, "a.md": matter})

    assert {term.identity: term.parent for term in reading.of(Term)} == {
        "section/b/en": "section/a/en",
        "section/a/en": "section/b/en",
        "section/c/en": "",
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("- [", "The file was not used: line 2: did not find expected node content"),
        ("- {description: x}", "An entry has no key and no name."),
        ("- {key: a, key: b}", "The key key stands twice: the latest was used."),
    ],
)
def test_files_that_cannot_be_used_are_told(tmp_path, content, why):
    reading = read(tmp_path, {"tags.yaml": content, "a.md": "A"})

    assert why in [notice.why for notice in reading.notices]


def test_missing_portrait_is_told(tmp_path):
    matter = "---\ndate: 2026-01-01\nauthor: ada\n---\n"

    reading = read(tmp_path, {"authors.yaml": "ada: {portrait: no.jpg}", "a.md": matter})

    assert ("skipped", "no.jpg", "There is no such file in the folder.") in reading.told
