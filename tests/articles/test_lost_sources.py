"""What readers are shown of a source that is gone, changed, or another's by now."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import withdraw_capture
from rotativa.evidence.models import Check, Source
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.html import links, part, tree, words

SINCE = datetime(2026, 3, 11, 9, tzinfo=UTC)
GATE = "/en/2026/04/16/gate/"
LIVE = "https://log.example/"


@pytest.fixture
def log(paper: FrontPage) -> Source:
    made = source("Log", publisher="Board")
    link = f'<p>As <a href="{LIVE}">the log</a> and <a href="https://other.example/">others</a> say.</p>'
    add_article(paper, "The gate", slug="gate", body=[leaning(made), ("paragraph", link)])
    return made


def stands(made: Source, state: str) -> None:
    Source.objects.filter(pk=made.pk).update(state=state, state_since=SINCE, checked_at=SINCE)


def all_links(client: Client, made: Source) -> dict[str, list[str]]:
    """Where each place leads that leads to the source at all."""
    page = tree(client.get(GATE))
    feed = json.loads(client.get("/en/feed.json").content)["items"][0]["content_html"]
    told = [json.loads(each.text) for each in page.xpath('//script[@type="application/ld+json"]')]
    (cited,) = [
        node["citation"][0].get("url", "")
        for each in told
        for node in each.get("@graph", [each])
        if "citation" in node
    ]
    own = f"/en/sources/{made.pk}/"

    def of(found: Any) -> list[str]:
        hrefs = [href.removeprefix("https://paper.example") for _words, href in links(found)]
        return [href for href in hrefs if href in {LIVE, own}]

    return {
        "text": of(page.find_class("prose")[0]),
        "list": of(part(page, "sources")),
        "all sources": of(tree(client.get("/en/sources/")).find_class("source__links")[0]),
        "feed": of(tree_of(feed)),
        "markdown": [
            each
            for each in (LIVE, own)
            if f"]({each})" in markdown(client).replace("https://paper.example", "")
        ],
        "machines": [cited.removeprefix("https://paper.example")],
    }


def tree_of(html: str) -> Any:
    from lxml import html as lxml_html  # of one test only

    return lxml_html.fragment_fromstring(html, create_parent="div")


def markdown(client: Client) -> str:
    return client.get(f"{GATE.rstrip('/')}.md").content.decode()


def test_copy_stands_in_for_what_is_gone_wherever_readers_are_led_to_it(
    client: Client, log: Source
) -> None:
    own = f"/en/sources/{log.pk}/"
    captured(log)
    there = all_links(client, log)
    assert there["list"] == [LIVE, own]
    assert {name: found for name, found in there.items() if name != "list"} == {
        "text": [LIVE], "all sources": [LIVE], "feed": [LIVE, LIVE], "markdown": [LIVE],
        "machines": [LIVE],
    }  # fmt: skip

    stands(log, "gone")

    assert all_links(client, log) == {
        "text": [own], "list": [own], "all sources": [own], "feed": [own, own],
        "markdown": [own], "machines": [own],
    }  # fmt: skip
    page = tree(client.get(GATE))
    for link in page.xpath(f"//a[@data-originalurl='{LIVE}']"):
        assert (link.get("href"), link.get("data-versionurl")) == (own, own)
        assert link.get("data-versiondate")
    assert [each.get("data-s") for each in page.find_class("cite")] == ["gone"]
    assert words(page.find_class("note")[0]) == "1 LogGone since 11 March 2026"
    assert "Gone since 11 March 2026" in words(part(page, "sources"))
    assert "https://other.example/" in [href for _words, href in links(page)]


def test_without_a_copy_that_readers_see_the_live_link_stays(client: Client, log: Source) -> None:
    copy = captured(log)
    stands(log, "gone")
    ada = User.objects.create_user("ada@paper.example")

    withdraw_capture(copy, because="A court.", by=ada, at=SINCE)

    found = all_links(client, log)
    assert (found["text"], found["list"], found["machines"]) == ([LIVE], [LIVE], [LIVE])
    assert "Gone since 11 March 2026" in words(part(tree(client.get(GATE)), "sources"))


def test_nobody_is_led_to_whose_page_stands_there_now(client: Client, log: Source) -> None:
    stands(log, "usurped")

    found = all_links(client, log)

    assert (found["list"], found["all sources"], found["machines"]) == ([], [], [""])
    assert "log.example" in words(part(tree(client.get(GATE)), "sources"))
    page = tree(client.get(f"/en/sources/{log.pk}/"))
    assert LIVE not in [href for _words, href in links(page)]


@pytest.mark.parametrize(
    ("state", "mark", "said"),
    [
        ("alive", "live", "Live"),
        ("changed", "changed", "Changed since we copied it"),
        ("quote", "changed", "Does not say the words relied on any more"),
        ("unreachable", "gone", "No answer since 11 March 2026"),
        ("blocked", None, ""),
        ("", None, ""),
    ],
)
def test_readers_are_told_how_it_stands(
    client: Client, log: Source, state: str, mark: str | None, said: str
) -> None:
    captured(log)
    stands(log, state)

    page = tree(client.get(GATE))

    assert [each.get("data-s") for each in page.find_class("cite")] == [mark]
    shown = [words(each) for each in part(page, "sources").find_class("status")]
    assert shown == ([said] if said else [])
    assert all_links(client, log)["text"] == [LIVE]


def test_page_of_the_source_has_the_history_of_checks(client: Client, log: Source) -> None:
    ada = User.objects.create_user("ada@paper.example")
    at = datetime(2026, 4, 17, 12, tzinfo=UTC)
    captured(log, taken_at=at - timedelta(hours=1))
    path = f"/en/sources/{log.pk}/"
    assert "History of checks" not in client.get(path).content.decode()
    for day, (state, status) in enumerate([("alive", 200), ("changed", 200), ("gone", 404)]):
        Check.objects.create(source=log, at=at + timedelta(days=day), state=state, status=status)
    Check.objects.create(source=log, at=at + timedelta(days=3), state="alive", by=ada)

    table = part(tree(client.get(path)), "checks")

    assert [[words(cell) for cell in row] for row in table.iter("tr")] == [
        ["When", "Answer", "Compared with our copy"],
        ["20 April 2026, 12:00:00 UTC", "–", "A person of the newsroom finds it there"],
        ["19 April 2026, 12:00:00 UTC", "404", "Gone"],
        ["18 April 2026, 12:00:00 UTC", "200", "Changed"],
        ["17 April 2026, 12:00:00 UTC", "200", "As it was"],
        ["17 April 2026, 11:00:00 UTC", "200", "Copied"],
    ]
    for day in range(4, 14):
        Check.objects.create(source=log, at=at + timedelta(days=day), state="alive", status=200)
    assert "14 checks in all; the latest are shown." in words(tree(client.get(path)))
