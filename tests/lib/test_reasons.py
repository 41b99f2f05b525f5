"""Reasons as they are kept, and said in the language of whoever reads them."""

import pytest
from django.utils import translation

from rotativa.lib.fetch_errors import Unreachable
from rotativa.lib.reasons import Reasoned, said


def test_reason_within_reasons_is_said_in_any_language() -> None:
    silence = Unreachable("%(host)s cannot be reached.", host="deepl.example")
    inner = Reasoned("%(service)s cannot be asked: %(why)s", service="DeepL", why=silence)
    kept = Reasoned(
        "The models in %(folder)s cannot be used: %(why)s", folder="m", why=inner
    ).kept()

    assert (
        said(kept)
        == "The models in m cannot be used: DeepL cannot be asked: deepl.example cannot be reached."
    )
    with translation.override("es"):
        assert said(kept) == (
            "Los modelos de m no se pueden usar: No se puede preguntar a DeepL: "
            "No se puede llegar a deepl.example."
        )


@pytest.mark.parametrize(
    "words", ["rotativa/ {", "rotativa/ [1]", "rotativa/x {}", "rotativa/ " + "[" * 100_000]
)
def test_words_of_others_are_said_as_they_stand(words: str) -> None:
    assert said(words) == words
