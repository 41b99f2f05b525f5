"""The models of this machine: the real libraries, with models too small to know a language."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rotativa.articles.translators import NotTranslated
from rotativa.articles.translators.local.markup import translate_html
from rotativa.articles.translators.local.models import Model, models_in
from rotativa.articles.translators.local.translator import Local
from tests.articles.translators.tiny_models import make_model

WORDS = {
    "The Board did not answer.": "La Junta no respondió.",
    "Board": "Junta",
    "did not": "no",
    "See the log and the bill.": "Véanse el parte y la cuenta.",
    "log": "registro",
    "See the": "Vea el",
    "and the bill.": "y la cuenta.",
    "First.": "Primero.",
    "Second.": "Segundo.",
}


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        (
            '<p id="1">The <a id="2">Board</a> did not answer.</p>',
            '<p id="1">La <a id="2">Junta</a> no respondió.</p>',
        ),
        (
            '<p>The <b id="2"><i id="3">Board</i></b> <em>did not</em> answer.</p>',
            '<p>La <b id="2"><i id="3">Junta</i></b> <em>no</em> respondió.</p>',
        ),
        (
            "<p>See the <b>log</b> and the bill.</p>",
            "<p>Vea el <b>registro</b> y la cuenta.</p>",
        ),
        (
            "<ul><li>First.</li> <li>Second.</li></ul>",
            "<ul><li>Primero.</li> <li>Segundo.</li></ul>",
        ),
        ("First.<br>Second.", "Primero.<br>Segundo."),
        ("<p><code>log</code></p>", "<p><code>log</code></p>"),
        ("12 – 14", "12 – 14"),
        ("  First. ", "  Primero. "),
        ("", ""),
    ],
)
def test_marks_stand_where_their_words_do(fragment: str, told: str) -> None:
    assert translate_html(fragment, WORDS.__getitem__) == told


def test_real_model_translates_and_keeps_markup(tmp_path: Path) -> None:
    make_model(tmp_path, source="es", target="en")
    translator = Local(models=tmp_path)

    [found] = translator.translate(
        ['<p id="1">La <a id="2">Junta</a> no respondió.</p>'], source="es", target="en"
    )

    assert found.startswith('<p id="1">')
    assert '<a id="2">' in found


def test_other_pairs_go_through_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_model(tmp_path, source="es", target="en")
    make_model(tmp_path, source="en", target="uk")
    models_in.cache_clear()
    monkeypatch.setattr(Model, "say", lambda self, text: f"{self.source}>{self.target}({text})")

    [found] = Local(models=tmp_path).translate(["Hola"], source="es", target="uk")

    assert found == "en&gt;uk(es&gt;en(Hola))"


def test_pair_without_a_model_is_told(tmp_path: Path) -> None:
    make_model(tmp_path, source="es", target="en")

    with pytest.raises(NotTranslated, match="no model from es to ar"):
        Local(models=tmp_path).translate(["Hola"], source="es", target="ar")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "metadata.json").write_text("{}"),
        lambda folder: (folder / "metadata.json").write_text("no"),
        lambda folder: (folder / "sentencepiece.model").write_bytes(b"no"),
        lambda folder: (folder / "model" / "model.bin").write_bytes(b"no"),
        lambda folder: (folder / "model" / "model.bin").unlink(),
    ],
)
def test_damaged_model_is_told(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    damage(make_model(tmp_path, source="es", target="en"))
    models_in.cache_clear()

    with pytest.raises(NotTranslated, match="cannot be used"):
        Local(models=tmp_path).translate(["Hola"], source="es", target="en")


def test_prefix_of_a_model_of_many_languages_is_not_told(tmp_path: Path) -> None:
    folder = make_model(tmp_path, source="es", target="en")
    told = json.loads((folder / "metadata.json").read_text())
    (folder / "metadata.json").write_text(json.dumps({**told, "target_prefix": "▁la"}))
    model = Model(folder)

    assert model.words_of(["▁la", "▁the", "▁gate", "s"]) == "the gates"
    assert "▁" not in model.say("La compuerta. La Junta.")
