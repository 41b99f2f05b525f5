"""What is known of languages."""

import pytest
from django.utils import translation

from rotativa.pages import languages


@pytest.mark.parametrize(
    ("names", "english", "spanish"),
    [
        ([], "", ""),
        (["Ada"], "Ada", "Ada"),
        (["Ada", "Bo"], "Ada and Bo", "Ada y Bo"),
        (["Ada", "Bo", "Chi"], "Ada, Bo and Chi", "Ada, Bo y Chi"),
        (["Ada", "Inés"], "Ada and Inés", "Ada e Inés"),
        (["Ada", "<a>Hilario</a>"], "Ada and <a>Hilario</a>", "Ada e <a>Hilario</a>"),
        (["Ada", "Hierro"], "Ada and Hierro", "Ada y Hierro"),
        (["Ada", "Íñigo"], "Ada and Íñigo", "Ada e Íñigo"),
    ],
)
def test_names_are_joined_as_the_language_does(
    names: list[str], english: str, spanish: str
) -> None:
    with translation.override("en"):
        assert languages.joined(names, language="en") == english
    with translation.override("es"):
        assert languages.joined(names, language="es") == spanish


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Preguntado a el Consejo", "es", "Preguntado al Consejo"),
        ("Respuesta de el ayuntamiento", "es-mx", "Respuesta del ayuntamiento"),
        ("Preguntado a Elisa", "es", "Preguntado a Elisa"),
        ("Asked of a el", "en", "Asked of a el"),
    ],
)
def test_spanish_contracts_preposition_and_article(text: str, language: str, found: str) -> None:
    assert languages.contracted(text, language) == found


@pytest.mark.parametrize(
    ("language", "script"),
    [("en", "latin"), ("pt-br", "latin"), ("uk", "cyrillic"), ("ar", "other")],
)
def test_scripts(language: str, script: str) -> None:
    assert languages.script(language) == script


def test_languages_without_a_catalogue_are_named_and_no_more() -> None:
    assert languages.front_page_words("es") == "Español: portada"
    assert languages.read_words("es") == "Leer en español"
    assert languages.read_words("en-gb") == "Read in British English"
    assert languages.front_page_words("ar") == languages.read_words("ar") == "العربيّة"


@pytest.mark.parametrize(
    ("active", "language", "name"),
    [
        ("en", "es", "Spanish"),
        ("es", "en", "inglés"),
        ("es", "eu", "vasco"),
        ("en", "tlh", ""),
        ("ar", "es", "Spanish"),
    ],
)
def test_languages_are_called_as_the_page_calls_them(active: str, language: str, name: str) -> None:
    with translation.override(active):
        assert languages.name_of(language) == name
