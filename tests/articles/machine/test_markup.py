"""Markup that goes to a machine and comes back, as it should and as it should not."""

import pytest

from rotativa.articles.machine.markup import (
    MarkupLost,
    canonical,
    fragments_of,
    has_words,
    numbered,
    restored,
)

PARAGRAPH = (
    '<p data-block-key="a1b2c">La <a linktype="page" id="42">Junta <b>del</b> Puerto</a> &amp; '
    '<code>x&lt;y</code> no<br/>respondió. <a href="https://a.example/?a=1&amp;b=2">Acta</a>.</p>'
)
SENT = (
    '<p id="1">La <a id="2">Junta <b id="3">del</b> Puerto</a> &amp; '
    '<code id="4" translate="no">x&lt;y</code> no<br id="5">respondió. <a id="6">Acta</a>.</p>'
)
ANSWER = (
    '<p id="1">The <a id="6">minutes</a>: the <a id="2">Board <b id="3">of the</b> Port</a> &amp; '
    '<code id="4" translate="no">x&lt;z</code> did<br id="5"> not answer.</p>'
)
LIST = '<ul><li data-block-key="a">Uno</li><li data-block-key="b">Dos</li></ul>'
LIST_SENT = '<ul id="1"><li id="2">Uno</li><li id="3">Dos</li></ul>'


def test_numbers_go_and_nothing_else() -> None:
    assert numbered(PARAGRAPH) == SENT


def test_what_comes_back_has_all_that_went() -> None:
    assert restored(PARAGRAPH, ANSWER) == (
        '<p data-block-key="a1b2c">The <a href="https://a.example/?a=1&amp;b=2">minutes</a>: the '
        '<a linktype="page" id="42">Board <b>of the</b> Port</a> &amp; '
        "<code>x&lt;y</code> did<br/> not answer.</p>"
    )


@pytest.mark.parametrize(
    "fragment",
    [
        PARAGRAPH,
        LIST,
        "<p>a <b>b</b> <i>c</i> <s>d</s> <sup>e</sup> <sub>f</sub> <em>g</em> <strong>h</strong></p>",
        '<p>a <a linktype="document" id="1">b</a></p>',
        '<ol><li>a<ul><li>b <a href="mailto:a@b.example">c</a></li></ul></li></ol>',
        "a &lt;b&gt; &amp;amp; &quot;c&quot;".replace("&quot;", '"'),
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
        '<figure><img src="https://a.example/a.png" alt="b"><figcaption>c</figcaption></figure>',
        "<p>مرحبا <b>بكم</b></p>",
        "",
    ],
)
def test_machine_that_changes_nothing_changes_nothing(fragment: str) -> None:
    assert restored(fragment, numbered(fragment)) == fragment


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "The Board did not answer.",
        '<p id="1">The Board &amp; <code id="4">x</code><br id="5">did not answer.</p>',  # links are gone
        ANSWER.replace('<a id="6">minutes</a>', '<a id="6"></a>'),  # a link of nothing
        ANSWER.replace('<a id="6">minutes</a>', '<a id="2">minutes</a>'),  # twice
        ANSWER.replace('<a id="6">minutes</a>', '<a href="https://evil.example">minutes</a>'),
        ANSWER.replace('<a id="6">', '<a id="7">'),
        ANSWER.replace('<b id="3">of the</b>', '<i id="3">of the</i>'),
        ANSWER.replace("<b ", "<script>alert(1)</script><b "),
        ANSWER.replace("The", "<!-- a -->The"),
        ANSWER.replace("The", "<img src=x onerror=alert(1)>The"),
        ANSWER.replace("The", "<p>The</p>"),
        ANSWER + "<p>More</p>",
        SENT.replace("</p>", "").replace("La", "La</p>"),  # out of their paragraph
    ],
)
def test_answer_with_other_markup_is_not_used(answer: str) -> None:
    with pytest.raises(MarkupLost):
        restored(PARAGRAPH, answer)


@pytest.mark.parametrize(
    "answer",
    [
        LIST_SENT.replace("Uno", ""),
        LIST_SENT.replace('<li id="3">', 'and <li id="3">'),
        '<ul id="1"><li id="3">Two</li><li id="2">One</li></ul>',
        '<ol id="1"><li id="2">One</li><li id="3">Two</li></ol>',
    ],
)
def test_list_keeps_its_items(answer: str) -> None:
    with pytest.raises(MarkupLost):
        restored(LIST, answer)


def test_attributes_and_escapes_of_the_answer_are_not_ours() -> None:
    answer = '<p id="1" onclick="x()" style="color:red" class="c" dir="rtl">AT&T &#8211; 1 > 0</p>'

    assert restored("<p>AT&amp;T – 1 &gt; 0</p>", answer) == "<p>AT&amp;T – 1 &gt; 0</p>"


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_signs_that_are_none_do_no_harm(sign: str) -> None:
    try:
        told = restored("<p>a</p>", f'<p id="1">b{sign}</p>')
    except MarkupLost:
        return
    assert told.startswith("<p>b")
    assert "\0" not in told


def test_text_whose_escapes_were_undone_is_not_used() -> None:
    """As LibreTranslate does with what it answers."""
    with pytest.raises(MarkupLost):
        restored("<p>Write &lt;script&gt; here</p>", '<p id="1">Escriba <script> aquí</p>')


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [("<p>a</p>", True), ("<p>12–14 …</p>", False), ("<p></p>", False), ("<p>ї</p>", True)],
)
def test_only_words_are_translated(fragment: str, expected: bool) -> None:
    assert has_words(fragment) is expected


@pytest.mark.parametrize(
    ("rich", "fragments"),
    [
        (
            '<p data-block-key="a">1</p><ul><li>2</li></ul>',
            ['<p data-block-key="a">1</p>', "<ul><li>2</li></ul>"],
        ),
        ("1 <b>2</b>", ["1 <b>2</b>"]),
        ("<b>1</b> 2<p>3</p>", ["<b>1</b> 2<p>3</p>"]),
        ("", []),
    ],
)
def test_rich_text_is_sent_paragraph_by_paragraph(rich: str, fragments: list[str]) -> None:
    assert fragments_of(rich) == fragments


def test_two_writings_of_one_text_are_the_same() -> None:
    assert canonical(
        '<p data-block-key="a">A <a linktype="page" id="1">b</a><br>c</p>'
    ) == canonical('<p>A <a id="1" linktype="page">b</a><br/>c</p> ')
