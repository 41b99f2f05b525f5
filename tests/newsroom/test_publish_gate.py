"""Whoever publishes what leans on sources without a good copy is asked, and their reason is kept."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from rotativa.articles.blocks import CITATION
from rotativa.articles.models import Article, FrontPage, Waiver
from rotativa.evidence.models import Source
from rotativa.evidence.models.capture import Status, Visibility
from rotativa.lib.append_only import WrittenOnce
from rotativa.lib.config_parts import EvidenceConfig
from rotativa.newsroom import gate
from rotativa.pages.models import TranslationState
from rotativa.people.models import User
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.html import tree, words
from tests.newsroom.desk import desk_of, may

WHY = "The board took the page down; we have the paper version."


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def draft_of(paper: FrontPage, *sources: Source, **fields: Any) -> Article:
    return add_article(
        paper, "The gate", slug="gate", body=[leaning(*sources)], is_live=False, **fields
    )


def gate_of(article: Article) -> str:
    return f"/desk/articles/{article.pk}/publish/"


def publish(desk: Client, article: Article, *sources: Source, **fields: Any) -> Any:
    """Press *Publish* in the form of the article, which now leans on these sources."""
    address = f"/desk/pages/{article.pk}/edit/"
    form = tree(desk.get(address)).xpath("//form[@id='page-edit-form']//input[@name]")
    shown = {
        each.get("name"): each.get("value") or "" for each in form if each.get("type") != "checkbox"
    }
    _kind, html = leaning(*sources)
    body = nested_form_data(
        {"body": streamfield([("paragraph", rich_text(html, features=[CITATION]))])}
    )
    return desk.post(address, shown | body | fields | {"action-publish": "1"})


def answer(desk: Client, article: Article, reason: str, **fields: Any) -> Any:
    revision = {"revision": Article.objects.get(pk=article.pk).latest_revision_id}
    return desk.post(gate_of(article), {"reason": reason} | revision | fields, follow=True)


def asked_about(desk: Client, article: Article) -> list[str]:
    page = tree(desk.get(gate_of(article)))
    return [words(row) for row in page.xpath("//table[contains(@class, 'gate__sources')]/tbody/tr")]


def is_live(article: Page) -> bool:
    return Article.objects.get(pk=article.pk).live


def test_what_lacks_a_good_copy_is_published_for_a_reason_only(
    desk: Client, paper: FrontPage
) -> None:
    log, film, note, good = source("Log"), source("Film"), source("Note"), source("Good")
    captured(
        film, Status.FAILED, asked_at=timezone.now(), last_error="film.example does not answer."
    )
    captured(note, Status.DOUBTFUL)
    hidden = {"visibility": Visibility.HASH_ONLY, "withdrawn_because": "A court."}
    captured(good, **hidden)
    cited = (log, film, note, good, Source.objects.create(title="Words", kind="statement"))
    article = draft_of(paper, *cited)

    pressed = publish(desk, article, *cited)
    assert pressed.headers["Location"] == gate_of(article)
    rows = asked_about(desk, article)
    empty = answer(desk, article, "")
    assert (is_live(article), Waiver.objects.count()) == (False, 0)
    told = answer(desk, article, WHY).content.decode()

    assert [row.partition(".example")[0] for row in rows] == ["Loglog", "Filmfilm", "Notenote"]
    assert "Waiting to be taken." in rows[0]
    assert "Failed. film.example does not answer." in rows[1]
    assert "To be looked at. No browser has run the page" in rows[2]
    assert "Look at it" in rows[2]
    assert empty.context["form"].errors
    assert is_live(article)
    assert "It is published, and the reason is kept." in told
    waiver = Waiver.objects.get()
    assert (waiver.reason, str(waiver.by)) == (WHY, "editor@paper.example")
    assert [each["name"] for each in waiver.sources] == ["Log", "Film", "Note"]
    beside = tree(desk.get(f"/desk/pages/{article.pk}/edit/"))
    assert [WHY in words(each) for each in beside.xpath("//*[@data-waiver]")] == [True]


def test_reason_holds_for_its_sources_and_stays_as_it_was_given(
    desk: Client, paper: FrontPage
) -> None:
    log, film = source("Log"), source("Film")
    article = draft_of(paper, log)
    publish(desk, article, log)
    answer(desk, article, WHY)

    again = publish(desk, article, log, title="The gate, once more")
    more = publish(desk, article, log, film)

    assert again.headers["Location"] == "/desk/articles/"
    assert Article.objects.get().title == "The gate, once more"
    assert more.headers["Location"] == gate_of(article)
    assert [row.partition(".")[0] for row in asked_about(desk, article)] == ["Filmfilm"]
    with pytest.raises(WrittenOnce):
        Waiver.objects.update(reason="Another")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_waiver SET reason = 'Another'")


@pytest.mark.parametrize("why", ["all copies are good", "nobody is to be asked"])
def test_nobody_is_asked_where(
    desk: Client, paper: FrontPage, settings: Settings, why: str
) -> None:
    log = source("Log")
    if why == "nobody is to be asked":
        settings.EVIDENCE = EvidenceConfig(gate="off")
    else:
        captured(log)
    article = draft_of(paper, log)

    pressed = publish(desk, article, log)

    assert pressed.headers["Location"] == "/desk/articles/"
    assert (is_live(article), Waiver.objects.count()) == (True, 0)


def test_who_schedules_is_asked_then_and_nobody_at_the_hour(desk: Client, paper: FrontPage) -> None:
    log = source("Log")
    article = draft_of(paper, log)
    hour = timezone.now().replace(hour=12) + timedelta(days=1)  # there on every day

    pressed = publish(desk, article, log, go_live_at=f"{timezone.localtime(hour):%Y-%m-%d %H:%M}")
    assert pressed.headers["Location"] == gate_of(article)
    assert "Schedule it all the same" in desk.get(gate_of(article)).content.decode()
    told = answer(desk, article, WHY).content.decode()
    assert "It will be published at its hour" in told
    assert not is_live(article)
    with time_machine.travel(hour + timedelta(minutes=1)):
        call_command("publish_scheduled")

    assert is_live(article)
    assert Waiver.objects.count() == 1


def test_no_other_way_of_the_desk_leads_round_it(desk: Client, paper: FrontPage) -> None:
    article, other = draft_of(paper, source("Log")), add_article(paper, "Tide", is_live=False)
    bulk = f"/desk/bulk/wagtailcore/page/publish/?id={article.pk}&id={other.pk}&next=/desk/"

    many = desk.post(bulk, follow=True).content.decode()
    above = f"/desk/bulk/wagtailcore/page/publish/?id={paper.pk}&next=/desk/"
    desk.post(above, {"include_descendants": "on"})
    versions = desk.get(f"/desk/translations/{article.pk}/publish/").content.decode()
    desk.post(f"/desk/translations/{article.pk}/publish/", {"pages": [article.pk]})
    bo = User.objects.create_user("bo@paper.example")
    task = article.get_workflow().start(article, bo).current_task_state
    approval = f"/desk/pages/workflow/action/{article.pk}/approve/{task.pk}/"
    approved = desk.post(approval, {"comment": ""})
    form = {"action-publish": "", "action-workflow-action": "1", "workflow-action-name": "approve"}
    from_form = publish(desk, article, source("Log"), **form)

    assert "“The gate” leans on sources without a good copy." in many
    assert "It leans on sources without a good copy: publish it from its own page." in versions
    assert (approved.headers["Location"], from_form.headers["Location"]) == (gate_of(article),) * 2
    assert [is_live(article), is_live(other)] == [False, False]

    kept = answer(desk, article, WHY).content.decode()
    assert "Now it can be approved." in kept
    assert not is_live(article)
    desk.post(approval, {"comment": ""})
    assert is_live(article)


def test_so_many_at_once_that_nobody_waits_for_them_are_refused(
    desk: Client, paper: FrontPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [add_article(paper, f"Tide {each}", is_live=False) for each in range(3)]
    above = f"/desk/bulk/wagtailcore/page/publish/?id={paper.pk}&next=/desk/"
    monkeypatch.setattr(gate, "MOST_AT_ONCE", 3)

    told = desk.post(above, {"include_descendants": "on"}, follow=True).content.decode()
    refused = [is_live(draft) for draft in drafts]
    monkeypatch.setattr(gate, "MOST_AT_ONCE", 4)
    desk.post(above, {"include_descendants": "on"})

    assert "These are 4 pages, and nothing was published: choose 3 at most." in told
    assert refused == [False] * 3
    assert [is_live(draft) for draft in drafts] == [True] * 3


def test_reason_is_given_by_publishers_and_for_what_they_have_seen(
    desk: Client, paper: FrontPage
) -> None:
    article = draft_of(paper, source("Log"))
    before = article.latest_revision_id
    article.save_revision()

    late = desk.post(gate_of(article), {"reason": WHY, "revision": before}, follow=True)

    assert "The article has been changed meanwhile" in late.content.decode()
    assert not may(desk_of("Contributor").get(gate_of(article)))
    assert (is_live(article), Waiver.objects.count()) == (False, 0)


def test_reason_publishes_nothing_that_the_form_would_not(desk: Client, paper: FrontPage) -> None:
    """Locked by another, lacking something, a machine draft, or with nothing to answer for."""
    log = source("Log")
    locked, broken, machine = (
        add_article(paper, title, body=[leaning(log)], is_live=False)
        for title in ("Locked", "Broken", "Machine")
    )
    proven = add_article(paper, "Proven", is_live=False)
    bo = User.objects.create_user("bo@paper.example")
    fields = {"locked": True, "locked_by": bo, "locked_at": timezone.now()}
    Article.objects.filter(pk=locked.pk).update(**fields)
    draft = broken.get_latest_revision_as_object()
    draft.title = ""
    draft.save_revision(clean=False)
    original = add_article(paper, "Original")
    TranslationState.objects.create(page=machine, original=original, is_machine_draft=True)

    said = [answer(desk, each, WHY).content.decode() for each in (locked, broken, machine, proven)]

    for page, why in zip(
        said,
        (
            "It was not published. It is locked.",
            "It was not published. Something in it is missing or wrong",
            "It was not published. It is a machine draft that nobody has checked yet.",
            "Every source that it leans on has a good copy by now",
        ),
        strict=True,
    ):
        assert why in page
    assert [is_live(each) for each in (locked, broken, machine, proven)] == [False] * 4
    assert Waiver.objects.count() == 0


def test_approver_who_does_not_publish_gives_the_reason(paper: FrontPage) -> None:
    """A paper's own workflow may have such approvers."""
    article = draft_of(paper, source("Log"))
    contributor = desk_of("Contributor")
    task = article.get_workflow().start(article, None).current_task_state.task.specific
    assert not may(contributor.get(gate_of(article)))
    task.groups.add(Group.objects.get(name="Contributor"))

    kept = answer(contributor, article, WHY).content.decode()

    assert "Now it can be approved." in kept
    assert (is_live(article), Waiver.objects.count()) == (False, 1)
