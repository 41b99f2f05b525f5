"""What was withdrawn is mailed to nobody, and an editor can have what is new, whoever sends a draft and when."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import Article, Correction, FrontPage
from rotativa.media.actions import make_renditions
from rotativa.newsletters.actions import arrange_issue
from rotativa.newsletters.composing.contents import Contents, Photo
from rotativa.newsletters.models import Issue, Newsletter
from rotativa.newsletters.models.issue import Stage
from rotativa.newsletters.rules import Going, Nothing
from tests.factories.articles import add_article
from tests.factories.evidence import claim, tell
from tests.factories.media import PictureFactory
from tests.newsletters.conftest import Subscribes
from tests.newsletters.test_compose import SIX, YESTERDAY, stories, tick
from tests.newsletters.test_desk import deeds_offered, do

HALF_PAST_FIVE = SIX - timedelta(minutes=30)


@pytest.fixture(autouse=True)
def daily(paper: FrontPage) -> Newsletter:
    Newsletter.objects.update(scheduled_at=SIX - timedelta(days=30), time_zone="UTC")
    return Newsletter.objects.daily()


def drafted(paper: FrontPage, *titles: str) -> Issue:
    """The first is the lead, and has a correction."""
    for number, title in enumerate(titles):
        add_article(paper, title, at=YESTERDAY - timedelta(minutes=number))
    lead = Article.objects.get(title=titles[0])
    Correction.objects.create(article=lead, kind="correction", text="Two did.", at=YESTERDAY)
    tick(HALF_PAST_FIVE)
    return Issue.objects.get()


def arrange(issue: Issue, *titles: str, note: str = "", subject: str = "") -> None:
    known = {story.title: story.article for story in Contents.of(issue).stories}
    told: dict[str, Any] = {"note": note, "subject": subject or issue.subject}
    assert arrange_issue(issue, order=[known[title] for title in titles], at=HALF_PAST_FIVE, **told)


def withdraw(title: str) -> None:
    Article.objects.get(title=title).unpublish()


def mailed(issue: Issue) -> str:
    issue.refresh_from_db()
    assert issue.is_out
    return f"{issue.subject}\n{issue.html}\n{issue.text}"


def at_the_desk(desk: Client, issue: Issue, deed: str, moment: datetime, **told: str) -> str:
    with time_machine.travel(moment, tick=False):
        return do(desk, issue, deed, **told)


def test_an_arranged_draft_goes_without_what_was_withdrawn(
    paper: FrontPage, subscribes: Subscribes
) -> None:
    subscribes("ada@example.net", language="en")
    draft = drafted(paper, "Libel", "Gate", "Fair")
    arrange(draft, "Libel", "Fair", note="Good morning.")
    assert "Libel" in draft.subject
    withdraw("Libel")

    tick(SIX)

    said = mailed(draft)
    assert "Libel" not in said
    assert "LIBEL" not in said
    assert "Two did." not in said
    assert "Good morning." in said
    assert (draft.subject, stories(), draft.frozen_count) == ("Fair", ["Fair"], 1)


def test_the_subject_of_an_editor_stays(paper: FrontPage) -> None:
    draft = drafted(paper, "Libel", "Gate")
    arrange(draft, "Gate", "Libel", subject="Our morning")
    withdraw("Libel")

    tick(SIX)

    assert "Libel" not in mailed(draft)
    assert (draft.subject, stories()) == ("Our morning", ["Gate"])


def test_the_subject_of_an_editor_goes_with_the_lead_that_it_may_be_about(
    paper: FrontPage, client: Client
) -> None:
    draft = drafted(paper, "Mayor took bribes", "Gate")
    arrange(draft, "Mayor took bribes", "Gate", subject="The mayor took bribes, we found")
    withdraw("Mayor took bribes")

    tick(SIX)

    assert "bribes" not in mailed(draft)
    assert draft.subject == "Gate"
    for path in ("", "feed.xml", "2026-11-26/"):
        said = client.get(f"/en/newsletters/daily/{path}").content.decode()
        assert "Gate" in said
        assert "bribes" not in said


def corrected(paper: FrontPage, *titles: str) -> Issue:
    """Of articles of earlier days: it has no story, only what was wrong in those."""
    for title in titles:
        article = add_article(paper, title, at=YESTERDAY - timedelta(days=3))
        told = {"kind": "correction", "text": f"{title} was wrong.", "at": YESTERDAY}
        Correction.objects.create(article=article, **told)
    tick(HALF_PAST_FIVE)
    return Issue.objects.get()


@pytest.mark.parametrize(("given", "subject"), [("", "Fire"), ("Ours", "Ours")])
def test_the_subject_of_an_editor_stays_where_there_was_no_story(
    paper: FrontPage, desk: Client, given: str, subject: str
) -> None:
    draft = corrected(paper, "Gate")
    arrange(draft, subject=given)

    at_the_desk(desk, draft, "renew", HALF_PAST_FIVE)
    draft.refresh_from_db()
    assert draft.subject == (given or "The daily newsletter")
    add_article(paper, "Fire", at=SIX - timedelta(minutes=20))
    at_the_desk(desk, draft, "renew", SIX - timedelta(minutes=10))
    tick(SIX)

    assert "Gate was wrong." in mailed(draft)
    assert (draft.subject, stories()) == (subject, ["Fire"])


def test_the_subject_of_an_editor_goes_with_the_correction_that_it_may_be_about(
    paper: FrontPage, client: Client
) -> None:
    draft = corrected(paper, "Mayor took bribes", "Gate")
    arrange(draft, subject="The mayor took no bribes")
    withdraw("Mayor took bribes")

    tick(SIX)

    said = mailed(draft)
    assert "bribes" not in said
    assert "Gate was wrong." in said
    assert draft.subject == "The daily newsletter"
    assert "bribes" not in client.get("/en/newsletters/daily/").content.decode()


def test_an_arranged_draft_of_which_nothing_is_left_waits_for_an_editor(
    paper: FrontPage, desk: Client
) -> None:
    draft = drafted(paper, "Libel")
    arrange(draft, "Libel")
    with time_machine.travel(HALF_PAST_FIVE, tick=False):
        assert "send/" in deeds_offered(desk, draft)
    withdraw("Libel")

    with time_machine.travel(HALF_PAST_FIVE, tick=False):
        assert "send/" not in deeds_offered(desk, draft)
    assert "nothing to tell" in at_the_desk(desk, draft, "send", HALF_PAST_FIVE, sure="yes")
    assert draft.is_draft
    tick(SIX)

    draft.refresh_from_db()
    assert (draft.stage, draft.goes_at) == (Stage.DRAFT, None)


def test_an_arranged_draft_of_which_nothing_is_left_is_short_where_that_is_wanted(
    paper: FrontPage,
) -> None:
    draft = drafted(paper, "Libel")
    Newsletter.objects.update(if_nothing=Nothing.SHORT)
    arrange(draft, "Libel")
    withdraw("Libel")

    tick(SIX)

    said = mailed(draft)
    assert "Libel" not in said
    assert "Nothing new has been published" in said


def test_a_draft_that_waited_is_sent_by_hand_as_it_is_now(paper: FrontPage, desk: Client) -> None:
    Newsletter.objects.update(going=Going.WAITS)
    draft = drafted(paper, "Libel", "Gate")
    withdraw("Libel")
    add_article(paper, "Fire", at=SIX + timedelta(hours=2))

    at_the_desk(desk, draft, "send", SIX + timedelta(hours=3), sure="yes")

    said = mailed(draft)
    assert "Libel" not in said
    assert "Two did." not in said
    assert stories() == ["Fire", "Gate"]


def test_an_untouched_draft_of_which_nothing_is_left_is_not_sent_by_hand(
    paper: FrontPage, desk: Client
) -> None:
    draft = drafted(paper, "Libel")
    withdraw("Libel")

    with time_machine.travel(HALF_PAST_FIVE, tick=False):
        assert "send/" not in deeds_offered(desk, draft)
    for _press in range(2):
        assert "nothing to tell" in at_the_desk(desk, draft, "send", HALF_PAST_FIVE, sure="yes")
        assert draft.is_draft

    arrange(draft, note="Nothing today.")
    assert "The issue goes to" in at_the_desk(desk, draft, "send", HALF_PAST_FIVE, sure="yes")
    assert "Nothing today." in mailed(draft)


@pytest.mark.parametrize("if_nothing", Nothing.values)
def test_a_draft_in_a_language_that_the_paper_has_no_more_can_be_looked_at_and_left_out(
    paper: FrontPage, desk: Client, if_nothing: str
) -> None:
    draft = drafted(paper, "Libel")
    Newsletter.objects.update(if_nothing=if_nothing)
    Issue.objects.update(language="fr")

    with time_machine.travel(HALF_PAST_FIVE, tick=False):
        assert deeds_offered(desk, draft) == ["trial/", "renew/", "skip/"]
    assert "nothing to tell" in at_the_desk(desk, draft, "send", HALF_PAST_FIVE, sure="yes")
    assert draft.is_draft
    at_the_desk(desk, draft, "renew", HALF_PAST_FIVE)
    arrange(draft, note="Au revoir.")
    assert "not as it was" in at_the_desk(desk, draft, "renew", HALF_PAST_FIVE)
    assert "left out" in at_the_desk(desk, draft, "skip", HALF_PAST_FIVE)


def test_an_editor_takes_in_what_is_new(paper: FrontPage, desk: Client) -> None:
    draft = drafted(paper, "Gate", "Fair", "Bridge", "Libel")
    arrange(draft, "Bridge", "Gate", "Libel", note="Good morning.", subject="Ours")
    fire = add_article(paper, "Fire", at=SIX - timedelta(minutes=20))
    Correction.objects.create(
        article=fire, kind="update", text="Four.", at=SIX - timedelta(minutes=15)
    )
    withdraw("Libel")

    at_the_desk(desk, draft, "renew", SIX - timedelta(minutes=10))

    contents = Contents.of(draft)
    assert stories() == ["Bridge", "Gate", "Fire"]
    assert [story.title for story in contents.left_out] == ["Fair"]
    assert {each.text for each in contents.corrections} == {"Two did.", "Four."}
    assert (contents.note, draft.subject) == ("Good morning.", "Ours")
    assert draft.until == SIX - timedelta(minutes=11)
    add_article(paper, "Late", at=SIX - timedelta(minutes=5))
    tick(SIX)
    assert stories() == ["Bridge", "Gate", "Fire"]
    tick(SIX + timedelta(days=1))
    assert stories(period="2026-11-27") == ["Late"]


def test_what_nobody_has_arranged_is_composed_anew(paper: FrontPage, desk: Client) -> None:
    draft = drafted(paper, "Gate")
    add_article(paper, "Fire", at=SIX - timedelta(minutes=20))

    at_the_desk(desk, draft, "renew", SIX - timedelta(minutes=10))

    assert (draft.subject, stories(), draft.edited_at) == ("Fire", ["Fire", "Gate"], None)
    do(desk, draft, "skip")
    assert "not as it was" in do(desk, draft, "renew")


@pytest.mark.parametrize(("given", "subject"), [("", "Mayor is accused"), ("Ours", "Ours")])
def test_what_is_new_is_also_how_stories_are_called_by_now(
    paper: FrontPage, desk: Client, given: str, subject: str
) -> None:
    draft = drafted(paper, "Mayor is a thief", "Gate", "Fair")
    mayor, gate, fair = (
        Article.objects.get(pk=each.article) for each in Contents.of(draft).stories
    )
    tell(mayor, claim())
    at_the_desk(desk, draft, "renew", HALF_PAST_FIVE)
    arrange(draft, "Mayor is a thief", "Gate", subject=given)
    mayor.title, fair.title, gate.is_pinned = "Mayor is accused", "Fair is over", True
    for article in (mayor, gate, fair):
        article.save_revision().publish()

    at_the_desk(desk, draft, "renew", SIX - timedelta(minutes=10))

    contents = Contents.of(draft)
    assert stories() == ["Mayor is accused", "Gate"]
    assert [story.title for story in contents.left_out] == ["Fair is over"]
    assert [story.claims for story in contents.stories] == [1, 0], "Gate would lead by now"
    tick(SIX)
    said = mailed(draft)
    assert draft.subject == subject
    assert "is a thief" not in said


def test_the_lead_that_an_editor_chose_has_what_is_new_of_a_lead(
    paper: FrontPage, desk: Client
) -> None:
    """Its claims, and its picture, which may have shown somebody else."""
    draft = drafted(paper, "Mayor", "Gate", "Fair")
    mayor, gate = (Article.objects.get(title=title) for title in ("Mayor", "Gate"))
    arrange(draft, "Mayor", "Gate")
    tell(mayor, claim(), claim("b"), claim("c"))
    gate.is_pinned = True
    gate.save_revision().publish()
    shown = [photo_after_renewal(desk, draft, mayor, of=name) for name in ("Chi", "The mayor")]

    assert stories() == ["Mayor", "Gate"]
    assert [story.claims for story in Contents.of(draft).stories] == [3, 0]
    assert [each.alt for each in shown] == ["Chi", "The mayor"]
    assert shown[1].url in draft.html
    assert shown[0].url not in draft.html


def photo_after_renewal(desk: Client, draft: Issue, article: Article, *, of: str) -> Photo:
    article.lead_image = PictureFactory.create(description=of)
    make_renditions(article.lead_image)
    article.save_revision().publish()
    at_the_desk(desk, draft, "renew", SIX - timedelta(minutes=10))
    lead = Contents.of(draft).lead
    assert lead is not None
    assert lead.photo is not None
    return lead.photo
