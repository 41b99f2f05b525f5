"""Where sentences end: what is read as one is compared and translated as one."""

import pytest

from rotativa.lib.differences import Comparison
from rotativa.lib.sentences import sentences_of


@pytest.mark.parametrize(
    "said",
    [
        "Dr. Ada Smith came on 3. April. | She left.",
        "“It is so.” | He left (with J. R. Smith, see p. 12). | Why?! | “Because.”",
        "The U.S. Army sends 11,000 men, e.g. reservists. | 7,000 are there. | In 2026. | All… wait.",
        "«¿Por qué?» preguntó el Sr. García, de EE. UU., a las 10 a. m. en casa. | ¡No! | ¿Y él?",
        "Das ist z. B. am 3. Oktober Nr. 7, vgl. S. 120. | „Ja.“ | Prof. Dr. Ünal ging.",
        "他说。| 「不。」| 好！",
        "لماذا؟ | نعم.",
    ],
)
def test_sentences_end_where_readers_see_an_end(said: str) -> None:
    sentences = [each.strip() for each in said.split("|")]
    is_spaceless = " |" not in said

    assert list(sentences_of(("" if is_spaceless else "  ").join(sentences))) == sentences


def test_words_that_were_replaced_together_are_told_as_one_change() -> None:
    found = Comparison().differences("Some 11,000 men of it.", "Some 7,000 women of us.")

    assert [(piece.kind, piece.text) for piece in found] == [
        ("same", "Some "),
        ("removed", "11,000 men"),
        ("added", "7,000 women"),
        ("same", " of "),
        ("removed", "it"),
        ("added", "us"),
        ("same", "."),
    ]


@pytest.mark.parametrize("rest", ["", " A dry autumn is late."])
def test_sentence_that_is_gone_begins_where_it_began(rest: str) -> None:
    before = f"It lies within its limits. Closures had an effect in October.{rest}"

    found = Comparison().differences(f"{before} ", f"It lies outside its limits.{rest} ")

    assert [piece.text for piece in found if piece.kind == "removed"] == [
        "within",
        "Closures had an effect in October. ",
    ]
