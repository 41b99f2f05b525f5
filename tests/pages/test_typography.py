"""Quotes and dashes by language, without touching what was meant otherwise."""

import pytest

from rotativa.pages.typography import typeset, typeset_html


@pytest.mark.parametrize(
    ("language", "typed", "text"),
    [
        ("en", 'He said "no" (or "never").', "He said “no” (or “never”)."),
        ("es", 'Dijo "no" -- y se fue...', "Dijo «no» — y se fue…"),
        ("de", '"Nein", sagte sie', "„Nein“, sagte sie"),
        ("fr", 'Il dit "non".', "Il dit «\u202fnon\u202f»."),
        ("uk", 'Сказав "ні" - і пішов', "Сказав «ні» — і пішов"),
        ("be", 'Сказаў "не" - і', "Сказаў «не» — і"),
        ("bg", 'Каза "не".', "Каза „не“."),
        ("hu", 'Azt mondta: "nem".', "Azt mondta: „nem”."),
        ("ro", 'A spus "nu".', "A spus „nu”."),
        ("sr", 'Рекао је "не".', "Рекао је „не”."),
        ("nn", 'Han sa "nei".', "Han sa «nei»."),
        ("yo", 'Ó ní "rárá" - it\'s', 'Ó ní "rárá" – it’s'),
        ("en", "It's the board's log - again", "It’s the board’s log – again"),
        ("en", "A 6\" pipe, 5' deep", "A 6\" pipe, 5' deep"),
        ("en", "2014-2026, well-known, a....b", "2014-2026, well-known, a....b"),
        ("en", "“Set already” – and ‘so’", "“Set already” – and ‘so’"),
    ],
)
def test_marks_are_those_of_the_language(language: str, typed: str, text: str) -> None:
    assert typeset(typed, language) == text
    assert typeset(text, language) == text


def test_tags_and_code_stay_and_a_quotation_may_cross_them() -> None:
    typed = '<p>He said "<b>no</b>" to <a href="/x">it</a>: <code>x = "y"</code> and "so".</p>'

    assert typeset_html(typed, "en") == (
        '<p>He said “<b>no</b>” to <a href="/x">it</a>: <code>x = "y"</code> and “so”.</p>'
    )


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ('<p>A 6" pipe "here</p><p>"No", she said.</p>', '<p>A 6" pipe “here</p><p>“No”, she said.</p>'),
        ("<ul><li>one</li><li>\"two\"</li></ul>", "<ul><li>one</li><li>“two”</li></ul>"),
        ('<p>"One<br/>and two"<br/>"three"</p>', "<p>“One<br/>and two”<br/>“three”</p>"),
    ],
)  # fmt: skip
def test_each_paragraph_is_a_text_of_its_own(typed: str, html: str) -> None:
    assert typeset_html(typed, "en") == html
