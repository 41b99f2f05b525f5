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
        "Dijo que no. | Luego se fue. | ¿Vendrá? | No. | Mañana tampoco. | Murieron 12. | Nadie sabe más.",
        "It rose by 5. | Prices fell. | They study art. | They paint. | Hang the cap. | Of our gen. | Yes.",
        "Vea el art. 5, la fig. 2 y el vol. IV del Cap. Ruiz. | No. 7 es del núm. 3. | Gen. Ray leads.",
        "Hon kom. | Han gav upp. | Det var hon. | Sedan gick han.",
        "नदी ऊपर है। | द्वार बंद है।",
        "یہ سچ ہے۔ | وہ گیا۔ | ہاں۔",
        "Այո։ | Ոչ։",
        "အမှန်။ | မမှန်။",
    ],
)
def test_sentences_end_where_readers_see_an_end(said: str) -> None:
    sentences = [each.strip() for each in said.split("|")]
    is_spaceless = " |" not in said

    assert list(sentences_of(("" if is_spaceless else "  ").join(sentences))) == sentences


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de_DE", "Die 2. Liga ruht. | Gut."),
        ("de-at", "Der 1. FC Köln siegt. | Die 2. Liga ruht. | Es war 2026. | Gut."),
        ("DE", "Am 3. Oktober, am 5. Tag."),
        ("en", "It was 1. | FC Köln won. | On 3. April. | By 5. | Junk fell."),
    ],
)
def test_number_ends_a_sentence_where_it_is_not_read_as_a_place_in_a_row(
    language: str, said: str
) -> None:
    sentences = said.split(" | ")

    assert list(sentences_of(" ".join(sentences), language)) == sentences


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


@pytest.mark.parametrize(
    ("kept", "gone", "rest"),
    [
        ("नदी ऊपर है। ", "द्वार बंद है। ", "पानी कम है।"),
        ("یہ سچ ہے۔ ", "وہ سچ ہے۔ ", "ہاں۔"),
        ("水位高。", "闸门关。", "没人知道。"),
        ("It fell, said Dr. Ada Smith. ", "It rose, said Dr. Bo Smith. ", "It fell, said Chi."),
        ("“Go.” ", "“Stay.” ", "They went."),
    ],
)
def test_sentence_that_is_gone_is_whole_in_every_script(kept: str, gone: str, rest: str) -> None:
    found = Comparison().differences(kept + gone + rest, kept + rest)

    assert [(piece.kind, piece.text) for piece in found if piece.kind != "same"] == [
        ("removed", gone)
    ]
