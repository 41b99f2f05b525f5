"""Any HTML becomes blocks in its own order, with nothing lost on the way."""

from rotativa.importers.body import convert_html
from rotativa.importers.records import MediaReference


def image(url, **values):
    """An image block as a conversion gives it."""
    value = {
        "alt": "",
        "decorative": False,
        "caption": "",
        "credit": "",
        "width": "text",
        "link": "",
    }
    return {"type": "image", "value": {"image": MediaReference(url=url), **value, **values}}


def paragraph(*paragraphs):
    return {"type": "paragraph", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}


def told(body):
    """What a report says, without its words."""
    return [(notice.action, notice.what) for notice in body.notices]


def test_consecutive_paragraphs_share_a_block():
    body = convert_html("<p>One <strong>fact</strong>.</p>\n<p>Two&nbsp;facts &amp;amp; more.</p>")

    assert body.blocks == [paragraph("One <b>fact</b>.", "Two\xa0facts &amp;amp; more.")]
    assert body.notices == ()


def test_a_picture_splits_its_paragraph_and_its_formats():
    body = convert_html(
        '<p>Before <em>the <a href="https://paper.example/x">lin<img src="https://a.example/b.jpg" '
        'alt="A boat">k</a> goes</em> on</p>'
    )

    link = '<a href="https://paper.example/x">'
    assert body.blocks == [
        paragraph(f"Before <i>the</i> {link}<i>lin</i></a>"),
        image("https://a.example/b.jpg", alt="A boat", link="https://paper.example/x"),
        paragraph(f"{link}<i>k</i></a> <i>goes</i> on"),
    ]


def test_two_line_breaks_end_a_paragraph():
    body = convert_html("<div>One<br>line<br><br>Two<br></div>")

    assert body.blocks == [paragraph("One<br/>line", "Two")]


def test_headings_have_three_levels():
    body = convert_html("<h1>One</h1><h2>Two</h2><h3>Three</h3><h4>Four</h4><h6>Six</h6>")

    assert [(block["value"]["level"], block["value"]["text"]) for block in body.blocks] == [
        ("2", "One"), ("2", "Two"), ("3", "Three"), ("4", "Four"), ("4", "Six"),
    ]  # fmt: skip
    assert told(body) == [("altered", "<h1>"), ("altered", "<h6>")]


def test_lists_nest_and_are_cut_where_a_thing_stands_between():
    body = convert_html(
        "<ol><li>One<ul><li>Inner<p>more</p></li></ul></li>"
        "<li>Two<pre>code</pre>and after</li><li>Three</li></ol>"
    )

    assert body.blocks == [
        {
            "type": "list",
            "value": "<ol><li>One<ul><li>Inner<br/>more</li></ul></li><li>Two</li></ol>",
        },
        {"type": "code", "value": {"language": "", "code": "code"}},
        paragraph("and after"),
        {"type": "list", "value": "<ol><li>Three</li></ol>"},
    ]
    assert told(body) == [("altered", "<ol>")]


def test_tables_keep_headings_caption_and_places():
    body = convert_html(
        "<table><caption>Votes</caption><thead><tr><th>Who</th><th>How many</th></tr></thead>"
        "<tbody><tr><th>Ada</th><td>3 <b>or</b> 4</td></tr>"
        '<tr><td colspan="2">both</td></tr></tbody></table>'
    )

    assert body.blocks == [
        {
            "type": "table",
            "value": {
                "columns": [
                    {"type": "text", "heading": "Who"},
                    {"type": "text", "heading": "How many"},
                ],
                "rows": [
                    {"values": ["<p><b>Ada</b></p>", "<p>3 <b>or</b> 4</p>"]},
                    {"values": ["<p>both</p>", ""]},
                ],
                "caption": "Votes",
            },
        }
    ]
    assert told(body) == [("altered", "<td colspan rowspan>")]


def test_scripts_handlers_and_styles_go_and_are_told():
    body = convert_html(
        '<p style="color:red" onclick="alert(1)">Hello <a href="javascript:alert(2)">Dov</a>'
        "<script>alert(3)</script></p>"
    )

    assert body.blocks == [paragraph("Hello Dov")]
    assert told(body) == [
        ("altered", "<script>"),
        ("altered", "style"),
        ("altered", "onclick"),
        ("altered", "javascript:"),
    ]
