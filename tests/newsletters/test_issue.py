"""An issue from the article to the letter box: its mail, its text, its page, its feed, the desk's view."""

import re
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit

import feedparser
import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import Article, Author, Correction, FrontPage, Section
from rotativa.media.actions import make_renditions
from rotativa.newsletters.actions import arrange_issue, compose_turn, send_issue
from rotativa.newsletters.composing.contents import Contents
from rotativa.newsletters.mime.slots import TOKEN
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.schedule import Turn
from rotativa.newsletters.tasks import send_slice
from rotativa.pages import keys
from rotativa.pages.signals import changed
from tests.comments.doors import added
from tests.factories.articles import add_article, add_group, answer_question
from tests.factories.media import PictureFactory
from tests.html import tree, words
from tests.newsletters.conftest import newsletters_are
from tests.newsletters.test_compose import SIX, YESTERDAY
from tests.relays import LoopbackRelay

TURN = Turn(date(2026, 11, 26), "2026-11-26", SIX)


@pytest.fixture
def composed(paper: FrontPage, front_es: FrontPage, daily, en, es) -> dict[str, Issue]:
    """In English and Spanish, with all that an issue may have."""
    picture = PictureFactory.create(description='A gate at "dawn"')
    make_renditions(picture)
    for front, locale, gate, fire, river, bo, who in (
        (paper, en, "The gate & the log", "A fire", "River", "Bo", "Who ordered it?"),
        (front_es, es, "La compuerta y el libro", "Un incendio", "Río", "Bo", "¿Quién la mandó?"),
    ):
        section = add_group(Section, locale, river)
        author = add_group(Author, locale, bo)
        asked = {"text": who, "asked_of": "", "asked_on": date(2026, 11, 1)}
        answered = {"text": f"{who} *", "asked_on": date(2026, 11, 20)}
        lead = add_article(
            front,
            gate,
            slug=f"gate-{locale.language_code}",
            deck="Ábaco <b>& co</b> " * 40,
            at=YESTERDAY,
            section=section,
            authors=[author],
            lead_image=picture,
            questions=[asked, answered],
        )
        key = lead.questions.get(text=answered["text"]).translation_key
        code = locale.language_code
        answer_question(key, {code: "42"}, answered_on=date(2026, 11, 25), answered_by=lead)
        before = YESTERDAY - timedelta(hours=1)
        add_article(front, fire, slug=f"fire-{code}", at=before, section=section)
        added(lead, "Why?", published_at=YESTERDAY)
        Correction.objects.create(article=lead, kind="correction", text=f"{gate}!", at=YESTERDAY)
    issues = compose_turn(daily, TURN, at=SIX)
    return {issue.language: issue for issue in issues}


def test_a_mail_has_valid_headers_plain_links_both_parts_and_one_language(
    composed, subscribes, relay: LoopbackRelay, settings, client: Client
):
    """RFC 5322, 2369, 2919 and 8058; the parts are read by the standard library."""
    newsletters_are(settings, bounces="bounces@paper.example")
    subscribes("ada@example.net", language="en")
    subscribes("bea@example.net", language="es")
    for issue in composed.values():
        send_issue(issue, at=SIX)
        send_slice.enqueue(issue.pk)

    mails = {letter.message["To"]: letter for letter in relay.accepted}
    assert set(mails) == {"ada@example.net", "bea@example.net"}
    for letter in mails.values():
        message = letter.message
        assert [defect for _, part in message.items() for defect in part.defects] == []
        assert max(len(line) for line in letter.data.split(b"\r\n")) <= 998
        assert parsedate_to_datetime(message["Date"]) == SIX
        assert re.fullmatch(r"<https://[^<>]+>", message["List-Unsubscribe"])
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(
            r'("[^"]+"|[\w =?.-]+) <(en|es)\.daily\.paper\.example>', message["List-Id"]
        )
        text = part_of(message, "plain")
        rich = part_of(message, "html")
        assert len(rich.encode()) < 100_000
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= 72
        token = message["List-Unsubscribe"].strip("<>")
        assert token in text
        assert token in rich
        for url in {*re.findall(r'href="([^"]+)"', rich), *re.findall(r"https?://\S+", text)}:
            answer = client.get(urlsplit(url).path)
            assert (url[:22], answer.status_code) == ("https://paper.example/", 200), url
        assert TOKEN not in rich + text
    english = mails["ada@example.net"].message
    spanish = mails["bea@example.net"].message
    assert english["Subject"] == "The gate & the log"
    assert spanish["Subject"] == "La compuerta y el libro"
    in_spanish = words(tree_of(spanish)) + part_of(spanish, "plain")
    in_english = words(tree_of(english)) + part_of(english, "plain")
    assert "River\n* A fire\n" in part_of(english, "plain").replace("\r", "")
    for said, other in WORDS:
        assert said in in_english
        assert other in in_spanish
        assert other not in in_english
        assert said not in in_spanish
    page = tree_of(english)
    (photo,) = page.iter("img")
    assert photo.get("src").startswith("https://paper.example/media/")
    assert photo.get("alt") == 'A gate at "dawn"'
    assert page.xpath("//*[@role='main']/@lang") == ["en"]


WORDS = [
    ("Also today", "También hoy"),
    ("Still open", "Siguen abiertas"),
    ("Answered after 5 days", "Respondida al cabo de 5 días"),
    ("Corrections", "Correcciones"),
    ("Most discussed", "Lo más comentado"),
    ("1 new comment", "1 comentario nuevo"),
    ("Read on the web", "Leer en la web"),
    ("Leave this newsletter", "Dejar este boletín"),
    ("Earlier issues", "Números anteriores"),
    ("1 question open", "1 pregunta abierta"),
]


def part_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def tree_of(message: EmailMessage) -> html.HtmlElement:
    return html.fromstring(part_of(message, "html"))


def test_a_mail_that_would_be_clipped_is_cut_and_says_where_the_rest_is(
    paper: FrontPage, daily: Newsletter
):
    """Gmail clips what is longer than 102 kB."""
    odd = '"' * 250
    stories = [
        {"article": number, "title": f"{number} {odd}", "path": f"/en/{number}/", "deck": odd}
        for number in range(1, 41)
    ]
    told = {"corrections": [{"kind": "update", "text": "Four.", **stories[0]}]}
    issue = Issue.objects.create(
        newsletter=daily, language="en", period="2026-11-26", contents={"stories": stories, **told}
    )

    arrange_issue(issue, order=range(1, 41), note="", subject="Long", at=SIX)

    assert 90_000 < len(issue.html.encode()) <= 100_000
    mail = html.fromstring(issue.html)
    link = next(each for each in mail.iter("a") if words(each).startswith("There is more"))
    assert link.get("href") == "https://paper.example/en/newsletters/daily/2026-11-26/"
    titles = {
        words(each).split()[0] for each in mail.iter("h2", "h3") if each.find("a") is not None
    }
    assert titles == {str(number) for number in range(1, len(titles) + 1)}
    assert f"{40 - len(titles)} more articles" in words(mail)
    assert "Four." in words(mail)
    assert "\n* 40\n" in issue.text, "of the text nothing is clipped"


def test_a_picture_in_a_mail_lasts_until_it_is_deleted(
    paper: FrontPage, daily: Newsletter, client: Client, django_capture_on_commit_callbacks
):
    picture = PictureFactory.create(description="A gate")
    make_renditions(picture)
    add_article(paper, "Gate", at=YESTERDAY, lead_image=picture)
    issue = next(each for each in compose_turn(daily, TURN, at=SIX) if each.language == "en")
    (photo,) = html.fromstring(issue.html).iter("img")
    path = urlsplit(str(photo.get("src"))).path
    kept = Contents.of(issue).stories[0].photo
    assert kept is not None
    assert kept.url == path
    shown = b"".join(client.get(path))

    picture.refresh_from_db()
    before = picture.renditions.first().url
    picture.credit = "Another"
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
        make_renditions(picture)
    assert client.get(before).status_code == 404
    assert b"".join(client.get(path)) == shown

    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert client.get(path).status_code == 404


def test_the_page_of_an_issue_has_no_token_and_loses_what_is_withdrawn(composed, client: Client):
    path = "/en/newsletters/daily/2026-11-26/"
    assert client.get(path).status_code == 404
    assert "No issue has gone out yet." in shown(client, "/en/newsletters/daily/")

    send_issue(composed["en"], at=SIX)

    page = client.get(path)
    said = words(tree(page))
    assert TOKEN not in page.content.decode()
    assert "/leave/" not in page.content.decode()
    for part in ("The gate & the log", "A fire", "Who ordered it?", "The gate & the log!"):
        assert part in said
    assert 'style="' not in page.content.decode()
    assert "The gate & the log" in shown(client, "/en/newsletters/daily/")
    assert "Newsletter archive" in shown(client, "/en/")
    feed = feedparser.parse(client.get("/en/newsletters/daily/feed.xml").content)
    assert [entry.title for entry in feed.entries] == ["The gate & the log"]
    assert [entry.link for entry in feed.entries] == [f"https://paper.example{path}"]
    assert client.get("/es/newsletters/daily/2026-11-26/").status_code == 404

    fire = Article.objects.get(title="A fire")
    heard: set[str] = set()

    def hear(keys: frozenset[str], **_: object) -> None:
        heard.update(keys)

    with keys.collected() as made_of:
        client.get(path)
    changed.connect(hear)
    fire.title = "Two fires"
    fire.save_revision().publish()
    assert f"page:{fire.pk}" in heard
    assert not heard & made_of, "the issue says what it said"
    fire.unpublish()
    changed.disconnect(hear)
    assert heard & made_of
    assert "A fire" not in shown(client, path)


def test_a_headline_that_was_withdrawn_stands_in_no_page_archive_or_feed(
    composed, daily: Newsletter, client: Client
):
    english = composed["en"]
    gate = Article.objects.get(slug="gate-en")
    fire = Article.objects.get(slug="fire-en")
    subject = "The gate & the log"  # its story is left out
    arrange_issue(english, order=[fire.pk], note="", subject=subject, at=SIX)
    for issue in composed.values():
        send_issue(issue, at=SIX)
    series, number = "/en/newsletters/daily/", "/en/newsletters/daily/2026-11-26/"
    places = (series, number, f"{series}feed.xml", f"{series}feed.json")

    with keys.collected() as archive_is_of:
        assert all("The gate &" in text_at(client, place) for place in places)
    heard: set[str] = set()

    def hear(keys: frozenset[str], **_: object) -> None:
        heard.update(keys)

    changed.connect(hear)
    gate.unpublish()
    changed.disconnect(hear)

    assert heard & archive_is_of
    for place in places:
        assert "The gate" not in text_at(client, place)
        assert "The daily newsletter, Thursday 26 November 2026" in text_at(client, place)
    spanish = "/es/newsletters/daily/"
    Article.objects.get(slug="gate-es").unpublish()
    Issue.objects.filter(language="es").update(subject="De la compuerta")
    assert "compuerta" not in text_at(client, spanish), "it may be about that, in an editor's words"


def text_at(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


def test_the_feed_has_what_the_mail_has(composed, client: Client):
    send_issue(composed["en"], at=SIX)

    (entry,) = feedparser.parse(client.get("/en/newsletters/daily/feed.xml").content).entries

    body = html.fromstring(entry.content[0].value)
    parts = {words(each): words(each.getnext()) for each in body.iter("h2")}
    assert parts["Answered"] == "Who ordered it? * 42"
    assert parts["Most discussed"] == "The gate & the log"
    assert parts["Still open"] == "Who ordered it?"
    assert parts["Corrections"] == "The gate & the log: The gate & the log!"
    leads_to = [urlsplit(str(link.get("href"))).path for link in body.iter("a")]
    assert {client.get(path).status_code for path in leads_to} == {200}


def test_the_archive_asks_the_same_of_one_issue_and_of_three(
    composed, daily: Newsletter, client: Client, django_assert_num_queries: DjangoAssertNumQueries
):
    send_issue(composed["en"], at=SIX)
    for number in (1, 3):
        while Issue.objects.out().count() < number:
            more = Issue.objects.get(pk=composed["en"].pk)
            more.pk, more.period = None, f"2026-11-1{Issue.objects.count()}"
            more.save()
        for path, queries in QUERIES.items():
            client.get(path)
            with django_assert_num_queries(queries):
                assert text_at(client, path).count("The gate & the log") >= number


QUERIES = {"/en/newsletters/daily/": 13, "/en/newsletters/daily/feed.json": 7}


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return words(tree(answer))
