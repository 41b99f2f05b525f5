"""A reader comments, keyboard and no script; and what hostile readers write does nothing."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import cycle
from uuid import uuid4

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import NothingSaid, decide_on
from rotativa.comments.actions.write import taken
from rotativa.comments.models import Comment, Deed
from rotativa.comments.rules import Status
from rotativa.comments.text import TAGS, digest_of
from rotativa.people.models import User
from tests.browser.accessibility import assert_accessible, assert_accessible_by_day_and_night
from tests.comments.doors import NOON, added, all_of, form_of
from tests.comments.payloads import PAYLOADS, VAST
from tests.factories.articles import add_article
from tests.readers.doors import add_reader
from tests.validity import faults_of

SHAPES = ("X", "> X", "Look: *X* there", "[X](https://a.example/)")
"""A payload as it is; in a quotation; emphasised in a sentence; in the words of a link."""
LOOK = """tags => [...document.querySelectorAll('.comment__body *')].filter(one => {
  const link = one.localName === 'a' && /^(https?:|mailto:)/.test(one.protocol);
  const names = one.getAttributeNames().filter(name => !(one.localName === 'a' && ['href', 'rel'].includes(name)));
  return !tags.includes(one.localName) || names.length || (one.localName === 'a' && one.hasAttribute('href') && !link);
}).map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def gate(paper: FrontPage, front_es: FrontPage) -> Article:
    return add_article(paper, "The gate", slug="gate")


def said_in(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What is stored of each, and what is shown, of those that say anything."""
    found = {}
    for text in texts:
        with suppress(NothingSaid):
            found[text] = taken(text)
    return found


def test_hostile_comments_do_nothing(page: Page, chromium: Browser, gate: Article) -> None:
    """Under the article in one shape each, with our policy; without it in every shape."""
    said = said_in([shape.replace("X", each) for each in PAYLOADS for shape in SHAPES] + VAST)
    shapes = cycle(SHAPES)
    stored = [
        said[text]
        for text in [next(shapes).replace("X", each) for each in PAYLOADS] + VAST
        if text in said
    ]
    assert len(stored) > 500
    Comment.objects.bulk_create(
        Comment(
            thread=gate.translation_key, name="Dov", language="en", text=text, html=html,
            digest=digest_of(text), status=Status.APPROVED, form_key=uuid4(), created_at=NOON,
            published_at=NOON,
        )
        for text, html in stored
    )  # fmt: skip
    seen = 0
    for number in range(1, -(-len(stored) // 100) + 1):
        answer = page.goto(f"{all_of(gate)}?page={number}")
        assert answer is not None
        assert faults_of(answer.text()) == []
        assert page.evaluate(LOOK, sorted(TAGS)) == []
        seen += page.locator("main .talk [data-talk-board] > ol.comments > li.comment").count()
    assert seen == len(stored)  # none has closed what stands around it
    html = "".join(f'<div class="comment__body">{html}</div>' for _text, html in said.values())
    assert faults_of(html) == []
    assert_nothing_runs(chromium, html)


def assert_nothing_runs(chromium: Browser, html: str) -> None:
    """Without our policy, which would hide what the sanitiser lets through."""
    bare = chromium.new_page()
    dialogs: list[str] = []
    asked: list[str] = []

    def seen_and_closed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    bare.on("dialog", seen_and_closed)
    bare.on("request", lambda request: asked.append(request.url))
    with bare.expect_event("dialog"):  # of the last, which shows that others would be seen
        bare.set_content(f"{html}<img src=x onerror=alert('last')>")
    assert (dialogs, asked, bare.evaluate(LOOK, sorted(TAGS))) == (["last"], [], [])
    bare.close()


def test_pages_about_comments_are_accessible_and_fit_a_telephone(
    page: Page, sign_in: Callable[[User], None], gate: Article
) -> None:
    said = added(
        gate, "The *weed* line stood high.\n\n> And the gate?\n\nhttps://tide.example/", name="Dov"
    )
    page.goto("/en/2026/04/16/gate/")
    assert_accessible_by_day_and_night(page)
    chi = add_reader()
    own = added(gate, "So it did.", chi, status=Status.PENDING, parent=said, created_at=now())
    sign_in(chi)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(form_of(gate))
        assert_accessible_by_day_and_night(page)
        page.goto(all_of(gate))
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for what in ("edit", "delete"):
        page.goto(f"/en/-/comments/{gate.translation_key}/{own.pk}/{what}/")
        assert_accessible(page)


def test_reader_stays_on_the_page_by_keyboard(
    page: Page,
    server: LiveServer,
    sign_in: Callable[[User], None],
    gate: Article,
    front_es: FrontPage,
) -> None:
    puerta = add_article(front_es, "La puerta", slug="puerta", translates=gate)
    said = added(gate, "The weed line stood high.", name="Dov")
    chi = add_reader()
    sign_in(chi)
    page.context.add_cookies([{"name": "signed-in", "value": "1", "url": server.url}])
    page.goto(str(puerta.url))

    page.get_by_role("link", name="Escribir un comentario").press("Enter")
    words = page.get_by_label("Firmado como Chi")
    expect(words).to_be_focused()
    assert_accessible_by_day_and_night(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Escribir un comentario")).to_be_focused()
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    page.keyboard.type("¿Y la sirena?")
    send_by_keyboard(page)
    held = page.locator(".comment--held")
    expect(held).to_be_focused()
    expect(held).to_contain_text("¿Y la sirena?")
    expect(page.locator("#comments [role=status]")).to_have_text(
        "Su comentario espera a que lo lea la redacción. Hasta entonces solo lo ve usted."
    )
    assert page.url.endswith(str(puerta.url))
    assert_accessible(page)

    page.goto(str(gate.url))
    expect(held).to_contain_text("¿Y la sirena?")
    change_and_answer(page, said, by=chi)
    page.goto(str(gate.url))
    page.get_by_role("link", name="in any order").press("Enter")
    expect(page.get_by_role("link", name="Oldest first")).to_be_focused()
    assert_accessible(page)
    below = page.locator(f"#comment-{said.pk} .comment--held")
    below.get_by_role("link", name="Delete").press("Enter")
    page.get_by_role("button", name="Delete").press("Enter")
    expect(below).to_have_count(0)
    expect(page.locator("#comments [role=status]")).to_be_focused()
    assert list(Comment.objects.by(chi.pk).order_by("pk").values_list("text", "status")) == [
        ("¿Y la sirena? ¿Suena?", "approved"),
        ("", "deleted"),
    ]


def change_and_answer(page: Page, said: Comment, *, by: User) -> None:
    held = page.locator(".comment--held")
    held.get_by_role("link", name="Change").press("Enter")
    expect(page.get_by_label("What you say")).to_have_value("¿Y la sirena?")
    page.keyboard.press("End")
    page.keyboard.type(" ¿Suena?")
    send_by_keyboard(page)
    expect(held).to_contain_text("¿Suena?")
    decide_on(Comment.objects.pending(), Deed.APPROVE, by=by, at=NOON)
    page.get_by_role("link", name=re.compile("^Reply")).press("Enter")
    expect(page.get_by_label("Signed as Chi")).to_be_focused()
    send_by_keyboard(page)  # without a word
    expect(page.get_by_label("Signed as Chi")).to_be_focused()
    page.keyboard.type("So it did.")
    send_by_keyboard(page)
    below = page.locator(f"#comment-{said.pk} .comment--held")
    expect(below).to_be_focused()
    expect(page.locator("#comments-title")).to_have_text("2 comments")


def send_by_keyboard(page: Page) -> None:
    """From the words past the wish for mails to the button."""
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
