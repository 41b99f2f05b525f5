"""Issues, files and subscribers at the desk, on a telephone."""

from datetime import timedelta
from typing import Literal

from django.utils import timezone
from playwright.sync_api import Page, expect

from rotativa.articles.models import FrontPage
from rotativa.newsletters.actions import (
    Given,
    pause_issue,
    send_issue,
    suppress_address,
    take_in,
    withdraw_issue,
)
from rotativa.newsletters.models import (
    Delivery,
    Issue,
    Link,
    Newsletter,
    Subscriber,
    Suppression,
    Trial,
)
from rotativa.newsletters.models.delivery import State
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.models.subscriber import Standing
from rotativa.newsletters.tasks import work_off_intake
from rotativa.people.models import User
from tests.browser.accessibility import ONLY_COLOURS, assert_accessible
from tests.browser.desk import Desk, member
from tests.browser.watch import Watch

ISSUES, SUBSCRIBERS = "/desk/newsletter-issues/", "/desk/newsletter-subscribers/"
WIDTH = 390
AIR = 16
"""Pixels between the bar and what stands below it."""
SCHEMES: list[tuple[Literal["light", "dark"], tuple[str, ...]]] = [
    ("light", ()),
    ("dark", ONLY_COLOURS),
]
TABLE = b"email,created_at,contact status,town\nada@post.example,2024-01-05,removed,Vigo\nnobody,\n"


def stopped_issue() -> Issue:
    """With all that its report may have."""
    now, daily = timezone.now(), Newsletter.objects.daily()
    readers = [
        Subscriber.objects.create(
            address=f"a.reader.with.a.long.name.{number}@post.example", language="en",
            state=Standing.ACTIVE, asked_at=now, confirmed_at=now,
        )
        for number in range(3)
    ]  # fmt: skip
    for each in readers:
        each.newsletters.add(daily, through_defaults={"since": now})
    issue = Issue.objects.create(
        newsletter=daily, language="en", period="2026-11-26", day=now.date(), subject="The gate",
        html="<!doctype html><html lang=en><title>The gate</title><main>The gate</main>", text="The gate",
    )  # fmt: skip
    send_issue(issue, at=now)
    rows = Delivery.objects.order_by("pk")
    for row, state in zip(rows, (State.DOUBTFUL, State.FAILED, State.WAITING), strict=True):
        doubted_at = now if state == State.DOUBTFUL else None
        Delivery.objects.filter(pk=row.pk).update(
            state=state, attempts=1, code=451, reply="4.7.1 come again", doubted_at=doubted_at
        )
    Link.objects.create(issue=issue, place=0, path="/en/2026/11/26/the-gate/", followed=12)
    for error in ("", "554 5.7.1 relay access denied"):
        Trial.objects.create(
            issue=issue, address="ada@paper.example", asked_at=now, last_error=error,
            sent_at=None if error else now,
        )  # fmt: skip
    withdraw_issue(issue, at=now + timedelta(seconds=1))
    pause_issue(issue, why="553 5.7.1 not yours")
    return issue


def brought(by: User) -> int:
    daily = Newsletter.objects.daily()
    given = Given("readers.csv", TABLE, [daily], "en", is_trial=True, may_suppress=True)
    intake = take_in(given, by=by, at=timezone.now())
    work_off_intake.call(intake.pk)
    return intake.pk


def test_pages_of_newsletters_fit_a_telephone_and_are_accessible(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    ada = member("Administrator", "Ada")
    issue = stopped_issue()
    file, reader = brought(ada), Subscriber.objects.earliest("pk")
    page.set_viewport_size({"width": WIDTH, "height": 844})

    desk.enter(ada)

    reminder = page.locator("#stuck-issues-section")
    expect(reminder.get_by_role("link", name="The gate")).to_be_visible()
    for path in (
        ISSUES,
        f"{ISSUES}{issue.pk}/",
        f"{SUBSCRIBERS}import/",
        f"{SUBSCRIBERS}import/{file}/",
    ):
        for scheme, rules in SCHEMES:  # chosen before: half-way between both no contrast is right
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            assert_accessible(page, rules=rules, within="#main")
        assert page.evaluate("document.documentElement.scrollWidth") == WIDTH, path
        assert cut_off(page) == [], path
    page.goto(ISSUES)
    row = page.get_by_role("row", name="The gate")
    for words in ("26 Nov 2026", "553 5.7.1 not yours"):
        place = row.get_by_text(words).bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= WIDTH, words
    page.goto(f"{SUBSCRIBERS}{reader.pk}/")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
    page.goto(f"{SUBSCRIBERS}{reader.pk}/delete/")
    head, told = (page.locator(each).bounding_box() for each in (".w-slim-header", "#main p"))
    assert head is not None
    assert told is not None
    assert told["y"] - head["y"] - head["height"] >= AIR
    assert_accessible(page, within="#main")


def look_at_sending(desk: Desk, watch: Watch) -> None:
    """Its figures are asked for each ten seconds, since counting may take one."""
    issue = stopped_issue()
    Issue.objects.update(stage=Stage.SENDING)
    desk.enter(member("Editor", "Ada"))
    watch.excuse(
        "'allow-scripts' permission is not set"
    )  # of the mail, where the clock is put in, too
    desk.page.clock.install()
    desk.page.goto(f"{ISSUES}{issue.pk}/")
    expect(desk.page.locator("#issue")).to_contain_text("sent 0 of 3")


def test_figures_of_an_issue_go_on_and_what_is_the_same_is_left_alone(
    desk: Desk, page: Page, paper: FrontPage, watch: Watch
) -> None:
    look_at_sending(desk, watch)
    for each in ("#issue-failed table", "#issue-doubts button", "#deeds button"):
        page.evaluate(f"document.querySelector('{each}').isMine = true")
    mine = "[...document.querySelectorAll('*')].filter((each) => each.isMine).length"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    Delivery.objects.filter(state=State.WAITING).update(state=State.SENT)
    page.clock.fast_forward(5_000)
    assert page.evaluate(mine) == 3
    assert asked == []
    page.clock.fast_forward(5_000)

    expect(page.locator("#issue")).to_contain_text("sent 1 of 3")
    assert page.evaluate(mine) == 3
    page.get_by_role("button", name="Stop sending").click()
    expect(page.get_by_role("button", name="Go on sending")).to_be_visible()


def test_figures_of_an_issue_go_on_after_a_look_that_got_no_answer(
    desk: Desk, page: Page, paper: FrontPage, watch: Watch
) -> None:
    """As while a laptop is without its network."""
    look_at_sending(desk, watch)
    watch.excuse("ERR_FAILED")
    watch.excuse("Failed to fetch")
    page.route("**/desk/**", lambda route: route.abort())
    with page.expect_event("pageerror"):
        page.clock.fast_forward(10_000)
    page.unroute("**/desk/**")

    Delivery.objects.filter(state=State.WAITING).update(state=State.SENT)
    page.clock.fast_forward(10_000)

    expect(page.locator("#issue")).to_contain_text("sent 1 of 3")


def test_a_long_subject_is_whole_in_the_head_of_a_telephone(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    issue = stopped_issue()
    Issue.objects.update(subject="The gate that closes at night while nobody looks " * 2)
    page.set_viewport_size({"width": WIDTH, "height": 844})
    desk.enter(member("Editor", "Ada"))

    page.goto(f"{ISSUES}{issue.pk}/")

    head = page.locator(".w-slim-header").bounding_box()
    title = page.locator(".w-breadcrumbs li:last-child a").bounding_box()
    assert head
    assert title
    assert head["y"] <= title["y"] < title["y"] + title["height"] <= head["y"] + head["height"]


def test_suppressed_addresses_fit_a_telephone_and_say_which_field_suppresses(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    suppress_address("a@post.example", why=Suppression.Reason.BOUNCED, at=timezone.now())
    page.set_viewport_size({"width": WIDTH, "height": 844})
    desk.enter(member("Administrator", "Ada"))

    page.goto(f"{SUBSCRIBERS}suppressed/?reason=bounced")

    expect(page.get_by_role("heading", name="Suppress an address")).to_be_visible()
    reason = page.get_by_role("cell", name="Mail to it comes back").bounding_box()
    lift = page.get_by_role("button", name="Allow mail again").bounding_box()
    assert reason is not None
    assert lift is not None
    assert lift["x"] + lift["width"] <= WIDTH
    assert reason["width"] > 60
    assert cut_off(page) == []


def test_those_are_lifted_whom_the_list_shows_by_now(
    desk: Desk, page: Page, paper: FrontPage
) -> None:
    for each in "abc":
        why = Suppression.Reason.BOUNCED
        suppress_address(f"{each}@post.example", why=why, at=timezone.now())
    desk.enter(member("Administrator", "Ada"))
    page.goto(f"{SUBSCRIBERS}suppressed/")
    desk.filter("Reason").get_by_label("Mail to it comes back").check()
    expect(page.get_by_label("Yes, to the 3 addresses of this list")).to_be_visible()
    page.locator("#id_q").fill("a@post.example")

    page.get_by_label("Yes, to the 1 address of this list").check()
    page.get_by_role("button", name="Allow mail to them again").click()

    expect(desk.message).to_contain_text("1 address may get mail again.")
    assert not Suppression.objects.hold("a@post.example")
    assert Suppression.objects.count() == 2


def cut_off(page: Page) -> list[str]:
    """Buttons whose words do not fit in them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("#main .button")]
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => each.textContent.trim())"""
    )
    return found
