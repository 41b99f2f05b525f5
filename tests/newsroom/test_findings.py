"""What the desk points out of an article, and the one thing that it sets by itself."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.findings import reading_minutes
from rotativa.articles.models import Article, FrontPage, Section
from rotativa.evidence.models import Source
from rotativa.evidence.models.capture import Status
from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from rotativa.people.models import User
from tests.browser.desk import member
from tests.factories.articles import add_article, add_group
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.factories.media import PictureFactory, picture_data, scene
from tests.html import tree, words

SAID = {"means": "", "original": "", "original_language": "", "date": date(2026, 4, 15)}
SOURCE = ("statement", SAID | {"quote": "No.", "speaker": "B", "url": "https://board.example/no"})
LINK = '<p>See <a href="https://board.example/">{}</a>.</p>'


@pytest.fixture
def ada(client: Client, paper: FrontPage) -> User:
    ada = member("Editor", "Ada")
    client.force_login(ada)
    return ada


CANNOT_BE_SEEN = [
    "The picture “black” is dark and has no ground of its own: by night readers see hardly anything of it.",
    "The picture “white” is light and has no ground of its own: by day readers see hardly anything of it.",
    "The picture “fog” has hardly any contrast: many readers will not make out what it shows.",
]


def pointed_out(client: Client, article: Article) -> list[tuple[str, str]]:
    page = tree(client.get(f"/desk/pages/{article.pk}/edit/"))
    return [(each.get("data-finding"), words(each)) for each in page.xpath("//*[@data-finding]")]


def sound(paper: FrontPage, **fields: Any) -> Article:
    """An article of which there is nothing to say, but for what is given."""
    section = Section.objects.first() or add_group(Section, paper.locale, "River")
    fields = {"title": "The gate", "deck": "Four questions", "section": section} | fields
    fields.setdefault("body", [SOURCE])
    return add_article(paper, fields.pop("title"), **fields)


def test_of_a_sound_article_nothing_is_said(client: Client, ada: User, paper: FrontPage) -> None:
    article = sound(paper)

    page = tree(client.get(f"/desk/pages/{article.pk}/edit/"))

    (panel,) = page.find_class("findings")
    assert "Nothing to look at." in words(panel)
    assert "Readers need about 1 minute." in words(panel)


def heading(text: str, level: str = "2") -> tuple[str, dict[str, str]]:
    return ("heading", {"text": text, "level": level})


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"title": "x" * 111}, "headline", "111 letters"),
        ({"deck": ""}, "deck", "no deck"),
        ({"section": None}, "section", "No section"),
        ({"body": [("paragraph", "<p>Words.</p>")]}, "source", "leads to a source"),
        ({"body": [("paragraph", LINK.format("Here"))]}, "links", "“Here”"),
        ({"body": [("paragraph", LINK.format("leer más…"))]}, "links", "“leer más…”"),
        (
            {"body": [SOURCE, ("markdown", "[click here](https://x.example)")]},
            "links",
            "click here",
        ),
        ({"body": [SOURCE, heading("Why"), heading("why ")]}, "headings", "more than once"),
        ({"body": [SOURCE, heading("Why", "3")]}, "headings", "skips a level"),
        ({"deck": 'He said "no"'}, "typography", "In 1 place"),
    ],
)
def test_what_is_amiss_is_said(
    client: Client, ada: User, paper: FrontPage, fields: dict[str, Any], code: str, said: str
) -> None:
    article = sound(paper, **fields)

    ((found, text),) = pointed_out(client, article)

    assert found == code
    assert said in text


def test_mark_or_link_in_a_table_leads_to_a_source(
    client: Client, ada: User, paper: FrontPage
) -> None:
    board = "https://board.example/"
    cell = f'<p><a href="{board}">The log of the board</a></p>'
    table = {
        "columns": [{"type": "text", "heading": "Day"}],
        "rows": [{"values": [cell]}],
        "caption": "",
    }
    in_table = json.dumps([{"type": "table", "value": table}])
    log = source("Board")
    captured(log)
    citing = sound(paper, body=[leaning(log)])

    assert pointed_out(client, citing) == []
    assert pointed_out(client, sound(paper, title="Table", body=in_table)) == []


def test_sources_without_a_good_copy_are_pointed_out(
    client: Client, ada: User, paper: FrontPage
) -> None:
    good, doubtful, none = source("Good"), source("Doubtful"), source("None")
    told = Source.objects.create(title="What she wrote to us", kind="statement")
    captured(good)
    captured(doubtful, Status.DOUBTFUL)

    article = sound(paper, body=[leaning(good, doubtful, none, told)])

    assert pointed_out(client, article) == [
        ("copy", "There is no good copy yet of a source: “Doubtful”."),
        ("copy", "There is no good copy yet of a source: “None”."),
    ]


def test_pictures_without_words_and_too_small_are_pointed_out(
    client: Client, ada: User, paper: FrontPage
) -> None:
    mute = PictureFactory.create(description="")
    spoken = PictureFactory.create(description="The weir")
    said = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    images = [said | {"image": picture} for picture in (mute, spoken)]
    images += [said | {"image": mute, "alt": "Eels"}, said | {"image": mute, "decorative": True}]
    article = sound(
        paper, lead_image=mute, body=[SOURCE, ("gallery", {"title": "", "images": images})]
    )

    found = pointed_out(client, article)

    assert [code for code, _text in found] == ["alt", "small", "alt"]
    assert "700 pixels" in found[1][1]
    assert found[2][1] == "1 picture in the body has no alternative text."


def test_pictures_that_readers_cannot_make_out_are_pointed_out(
    client: Client, ada: User, paper: FrontPage
) -> None:
    cut_out = scene((80, 60), "RGBA")
    cut_out.paste((0, 0, 0, 0), (0, 0, 30, 60))
    drawn = {"black": lines("#000"), "white": lines("#fff"), "copper": lines("#a76")}
    images = {
        **drawn,
        "cut out": cut_out,
        "fog": Image.new("RGB", (80, 60), "#aab"),
        "weir": scene(),
    }
    said = {"alt": "Eels", "decorative": False, "caption": "", "credit": ""}
    shown = [said | {"image": made(name, image)} for name, image in images.items()]
    article = sound(paper, body=[SOURCE, ("gallery", {"title": "", "images": shown * 2})])

    assert pointed_out(client, article) == [("contrast", words) for words in CANNOT_BE_SEEN]


def lines(colour: str) -> Image.Image:
    image = Image.new("RGBA", (80, 60))
    image.paste(colour, (20, 20, 60, 40))
    return image


def made(title: str, image: Image.Image) -> Picture:
    data = ContentFile(picture_data(image, kind="PNG"), name="drawn.png")
    picture = PictureFactory.create(title=title, file=data)
    make_renditions(picture)
    return picture


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_no_query_for_each_block(
    paper: FrontPage, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from rotativa.articles.findings import findings_of

    said = {
        "alt": "",
        "decorative": False,
        "caption": "",
        "credit": "",
        "width": "text",
        "link": "",
    }
    blocks = [("image", said | {"image": PictureFactory.create()}) for _ in range(count)]
    pk = sound(paper, body=[SOURCE, *blocks]).pk
    article = Article.objects.select_related("locale").get(pk=pk)

    with django_assert_num_queries(1):
        findings_of(article)


def test_reading_time_counts_words_or_letters(paper: FrontPage) -> None:
    long = sound(paper, body=[("paragraph", f"<p>{'word ' * 1000}</p>")])
    japanese = sound(paper, body=[("paragraph", f"<p>{'水' * 2400}</p>")])

    assert [reading_minutes(each) for each in (long, japanese)] == [5, 5]


def test_one_click_sets_quotes_in_a_new_draft(client: Client, ada: User, paper: FrontPage) -> None:
    code = ("code", {"language": "", "code": 'x = "y"'})
    typed = [SOURCE, ("paragraph", '<p>It\'s "<b>no</b>" <code>"x"</code></p>'), code]
    article = sound(paper, title='"No" to the gate', body=typed)
    before = article.latest_revision_id

    response = client.post(f"/desk/articles/{article.pk}/typography/", follow=True)

    assert "look it through" in response.content.decode()
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert draft.title == "“No” to the gate"
    assert draft.body[1].value.source == '<p>It’s “<b>no</b>” <code>"x"</code></p>'
    assert draft.body[2].value["code"] == 'x = "y"'
    live = Article.objects.get(pk=article.pk)
    assert (live.title, live.has_unpublished_changes) == ('"No" to the gate', True)
    assert live.latest_revision_id != before
    assert pointed_out(client, article) == []


def test_only_who_may_edit_may_set_quotes(client: Client, paper: FrontPage) -> None:
    article = sound(paper, title='"No"')
    client.force_login(member("Author", "Bo"))

    client.post(f"/desk/articles/{article.pk}/typography/")

    assert Article.objects.get(pk=article.pk).latest_revision_id == article.latest_revision_id
    assert client.get(f"/desk/articles/{article.pk}/typography/").status_code == 405


def test_body_that_cannot_be_looked_through_leaves_the_form(
    client: Client, ada: User, paper: FrontPage, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(_article: Article) -> list[Any]:
        raise ValueError("a body of another age")

    monkeypatch.setattr("rotativa.newsroom.findings_panel.findings_of", broken)
    article = sound(paper)

    page = client.get(f"/desk/pages/{article.pk}/edit/").content.decode()

    assert "This article cannot be looked through." in page
    assert re.search(r"Page \d+ cannot be looked through\.", caplog.text)
