"""Readers write, change and delete; without a script, in the language of the page."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from rotativa.articles.models import Article, FrontPage
from rotativa.comments.actions import decide_on, report_comment
from rotativa.comments.models import Checked, Comment, CommentRules, Deed, Standing, ThreadCount
from rotativa.comments.rules import Mode, Reason, Status
from rotativa.people.models import User
from tests.comments.doors import NOON, SOON, added, form_of, send
from tests.comments.payloads import VAST
from tests.factories.articles import add_article
from tests.html import tree, words
from tests.readers.doors import add_reader, sign_in
from tests.validity import faults_of


@pytest.fixture
def gate(paper: FrontPage) -> Article:
    return add_article(paper, "The gate", slug="gate")


@pytest.fixture
def chi(client: Client, paper: FrontPage) -> User:
    reader = add_reader()
    client.force_login(reader)
    return reader


@pytest.fixture
def ada(paper: FrontPage) -> User:
    return User.objects.create_superuser("ada@paper.example", first_name="Ada", last_name="Vidal")


def told(answer: object) -> str:
    page = tree(answer)
    return " | ".join(
        words(each) for each in [*page.find_class("notice"), *page.find_class("error")]
    )


def states() -> list[tuple[str, str]]:
    return list(Comment.objects.order_by("pk").values_list("status", "reason"))


def count(article: Article) -> int:
    return ThreadCount.objects.shown(article.translation_key)


def test_newcomer_waits_until_two_are_approved(
    client: Client, gate: Article, chi: User, ada: User
) -> None:
    first = send(client, gate, "The weed was *high*.\n\n> than what?\n\nhttps://tide.example/a_b_c")
    send(client, gate, "And again.", at=NOON + timedelta(minutes=1))

    assert told(first) == "Your comment waits for an editor. Until then only you can see it."
    assert "Waits for an editor" in words(tree(first).find_class("comment--held")[0])
    assert states() == [("pending", "newcomer")] * 2
    assert count(gate) == 0

    assert decide_on(Comment.objects.all(), Deed.APPROVE, by=ada, at=NOON) == 2
    third = send(client, gate, "A third.", at=NOON + timedelta(minutes=2))

    assert told(third) == "Your comment is published. It is on the page in a moment."
    assert states() == [("approved", "")] * 3
    assert count(gate) == 3
    assert Comment.objects.earliest("pk").html == (
        "<p>The weed was <em>high</em>.</p>\n<blockquote>\n<p>than what?</p>\n</blockquote>\n"
        '<p><a href="https://tide.example/a_b_c" rel="nofollow ugc noopener">https://tide.example/a_b_c</a></p>'
    )
    decide_on([Comment.objects.latest("pk")], Deed.REJECT, by=ada, at=NOON, reason=Reason.INSULT)
    assert count(gate) == 2
    assert not Standing.objects.get().is_trusted


def test_words_wait_for_whoever_must_sign_in_first(client: Client, gate: Article) -> None:
    add_reader()
    address = form_of(gate, language="en")

    answer = client.post(address, {"text": "Kept\x00 words", "reply": ""})
    assert answer.headers["Location"] == f"/en/-/sign-in/?next={address}"
    after = sign_in(client, next=address)
    page = client.get(after.headers["Location"])

    assert after.headers["Location"] == address
    assert words(tree(page).get_element_by_id("id_text")) == "Kept words"
    assert words(tree(client.get(address)).get_element_by_id("id_text")) == ""
    assert not Comment.objects.exists()
    [seal] = [each.get("value") for each in tree(page).findall(".//input[@name='seal']")]
    client.post(address, {"text": "Kept words", "seal": seal})  # at once: nobody types them again
    assert states() == [("pending", "newcomer")]


def test_rules_of_the_house_decide(client: Client, gate: Article, chi: User, ada: User) -> None:
    CommentRules.objects.create(mode=Mode.AFTER, held_words="Snake\n", most_links=1)
    link = "<https://a.example>"
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    send(client, gate, "Good morning.")
    send(client, gate, "You SNA\u200dKE.")
    send(client, gate, f"{link} and [that](https://b.example)")
    send(client, gate, "From a machine.", subject="Viagra")
    quick = tree(client.get(form_of(gate))).find(".//input[@name='seal']").get("value")
    client.post(form_of(gate), {"text": "At once.", "seal": quick})
    client.force_login(ada)
    send(client, gate, "We look at snakes too.")

    assert states() == [
        ("approved", ""),
        ("pending", "words"),
        ("pending", "links"),
        ("spam", "trap"),
        ("pending", "quick"),
        ("approved", ""),
    ]
    assert Comment.objects.latest("pk").is_staff


def test_megabytes_are_refused(client: Client, gate: Article, chi: User) -> None:
    pages = [send(client, gate, each) for each in VAST[-2:]]

    assert {told(page) for page in pages} == {
        "This is longer than 5000 characters. Please shorten it.",
        "Write something first.",
    }
    assert [fault for page in pages for fault in faults_of(page.content.decode())] == []
    assert states() == []


def test_what_is_not_taken_says_why_and_keeps_the_words(
    client: Client, gate: Article, chi: User
) -> None:
    send(client, gate, "Once.")
    again = send(client, gate, "  ONCE. ")
    long = send(client, gate, "x" * 5001)
    empty = send(client, gate, "\x00 \u200b\u202e \u3164\u2800")
    old = send(client, gate, "Late.", seal="forged")
    Standing.objects.create(
        reader=chi, banned_until=NOON + timedelta(days=7), ban_reason=Reason.INSULT
    )
    banned = send(client, gate, "Banned.")
    Standing.objects.update(banned_until=datetime(9999, 1, 1, tzinfo=UTC))
    for_good = send(client, gate, "Banned.")
    CommentRules.objects.create(mode=Mode.CLOSED)

    assert told(again) == "You have said this already."
    assert words(tree(again).get_element_by_id("id_text")) == "ONCE."
    assert told(long) == "This is longer than 5000 characters. Please shorten it."
    assert told(empty) == "Write something first."
    assert told(old) == "The form had lain for too long. Please send it again."
    assert words(tree(old).get_element_by_id("id_text")) == "Late."
    assert told(banned) == (
        "You cannot write comments until 24 April 2026, 12:00. It insults somebody."
    )
    assert told(for_good) == "You cannot write comments any more. It insults somebody."
    assert client.get(form_of(gate)).status_code == 200
    assert Comment.objects.count() == 1


def test_day_on_which_comments_close_is_that_of_the_paper(
    client: Client, gate: Article, chi: User
) -> None:
    CommentRules.objects.create(closes_after_days=1)
    eve = datetime(2026, 4, 17, 21, 59, 45, tzinfo=UTC)  # in Madrid, a quarter of a minute before

    late = send(client, gate, "Too late.", at=eve)

    assert "Comments on this article are closed." in words(tree(late).body)
    assert not Comment.objects.exists()


def test_form_sent_twice_is_one_comment_and_limits_hold(
    client: Client, gate: Article, chi: User
) -> None:
    with time_machine.travel(NOON, tick=False):
        seal = tree(client.get(form_of(gate))).find(".//input[@name='seal']").get("value")
    other = Client()
    other.force_login(add_reader("dov@post.example", "Dov"))
    with time_machine.travel(NOON + SOON, tick=False):
        for _ in range(2):
            assert client.post(form_of(gate), {"text": "Once.", "seal": seal}).status_code == 302
        stolen = other.post(form_of(gate), {"text": "As another.", "seal": seal})
        other_words = client.post(form_of(gate), {"text": "Others.", "seal": seal})
        answers = [
            client.post(form_of(gate), {"text": "Once.", "seal": seal}).status_code
            for _ in range(9)
        ]

    assert "Your first words were sent already." in told(other_words)
    assert words(tree(other_words).get_element_by_id("id_text")) == "Others."
    assert told(stolen) == "The form had lain for too long. Please send it again."
    assert Comment.objects.count() == 1
    assert answers == [302] * 8 + [429]


def test_reply_says_whom_it_answers(client: Client, gate: Article, chi: User) -> None:
    said = added(gate, "What I saw", name="Dov")
    hidden = added(gate, "Waits", status=Status.PENDING)
    elsewhere = added(add_article(gate.get_parent().specific, "Other", slug="other"), "There")

    page = client.get(form_of(gate), {"reply": said.pk})
    send(client, gate, "I saw it too.", reply=str(said.pk))
    send(client, gate, "To what nobody sees.", reply=str(hidden.pk))
    send(client, gate, "To another page.", reply=str(elsewhere.pk))
    CommentRules.objects.create(is_shared=False)
    foreign = added(gate, "En español", language="es")
    send(client, gate, "To another language.", reply=str(foreign.pk))

    assert "What I saw" in words(tree(page).find_class("answered")[0])
    assert list(Comment.objects.by(chi.pk).order_by("pk").values_list("parent", flat=True)) == [
        said.pk, None, None, None,
    ]  # fmt: skip


def test_change_is_looked_at_as_if_it_were_new(
    client: Client, gate: Article, chi: User, ada: User
) -> None:
    rules = CommentRules.objects.create(mode=Mode.BEFORE)
    send(client, gate, "Good morning.")
    comment = Comment.objects.get()
    address = f"/en/-/comments/{gate.translation_key}/{comment.pk}/edit/"

    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        for number in range(2):
            decide_on([comment], Deed.APPROVE, by=ada, at=NOON)
            waits = client.post(address, {"text": f"Thieves {number}"}, follow=True)
        credits = Standing.objects.get().approved
        decide_on([comment], Deed.APPROVE, by=ada, at=NOON)
        Standing.objects.update(banned_until=NOON + timedelta(days=1))
        banned = client.post(address, {"text": "Banned"}, follow=True)
        Standing.objects.update(banned_until=None)
        CommentRules.objects.filter(pk=rules.pk).update(mode=Mode.CLOSED)
        closed = client.post(address, {"text": "Closed"}, follow=True)
        posts = [client.post(address, {"text": "More"}).status_code for _ in range(17)]

    assert (credits, Standing.objects.get().approved, count(gate)) == (0, 1, 1)
    assert "Waits for an editor" in words(tree(waits).find_class("comment--held")[0])
    assert told(banned).startswith("You cannot write comments until")
    assert told(closed) == "Comments on this article are closed."
    assert posts == [302] * 16 + [429]
    assert Comment.objects.get().text == "Thieves 1"


def test_comment_can_be_changed_for_a_quarter_of_an_hour(
    client: Client, gate: Article, chi: User
) -> None:
    CommentRules.objects.create(mode=Mode.AFTER, held_words="snake")
    added_now = added(gate, "Frist", chi, created_at=NOON)
    address = f"/en/-/comments/{gate.translation_key}/{added_now.pk}/edit/"
    ThreadCount.objects.add(gate.translation_key, "en", 1)
    dov = Client()
    dov.force_login(add_reader("dov@post.example", "Dov"))

    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert dov.post(address, {"text": "Taken over"}).status_code == 404
        client.post(address, {"text": "First"}, follow=True)
    assert "edited" in client.get(gate.url).content.decode()
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        held = client.post(address, {"text": "First snake"}, follow=True)
    with time_machine.travel(NOON + timedelta(minutes=15), tick=False):
        late = client.post(address, {"text": "Never"}, follow=True)

    assert told(held) == "Your comment waits for an editor. Until then only you can see it."
    assert told(late) == "Comments can be changed for 15 minutes."
    comment = Comment.objects.get()
    assert (comment.text, comment.status, count(gate)) == ("First snake", "pending", 0)


def test_deleted_comment_leaves_a_place_only_under_answers(
    client: Client, gate: Article, chi: User
) -> None:
    mine, answered = added(gate, "Mine", chi), added(gate, "Answered", chi)
    added(gate, "The answer", parent=answered, name="Dov")
    ThreadCount.objects.add(gate.translation_key, "en", 3)
    dov = Client()
    dov.force_login(add_reader("dov@post.example", "Dov"))

    for comment in (mine, answered):
        address = f"/en/-/comments/{gate.translation_key}/{comment.pk}/delete/"
        assert dov.post(address).status_code == 404
        assert "Mine" in client.get(address).content.decode() or comment == answered
        client.post(address)
    page = tree(client.get(gate.url))

    assert [words(each) for each in page.find_class("comment__body")] == [
        "This comment is not here any more.",
        "The answer",
    ]
    assert count(gate) == 1
    assert set(Comment.objects.by(chi.pk).values_list("text", "html", "name")) == {("", "", "")}


def test_reader_has_all_comments_and_takes_them_along(
    client: Client, gate: Article, chi: User
) -> None:
    added(gate, "Mine", chi)
    dov = add_reader("dov@post.example", "Dov")
    others = added(gate, "Not mine", dov)
    report_comment(others, by=dov, reason=Reason.INSULT, words="Not mine", at=NOON)
    Standing.objects.create(reader=dov, approved=7)
    Checked.objects.create(comment=others, is_spam=False, visitor="192.0.2.9", at=NOON)
    ThreadCount.objects.add(gate.translation_key, "en", 2)
    client.logout()
    sign_in(client)

    data = json.loads(client.get("/en/-/account/data/").content)
    client.post("/en/-/account/leave/", {"words": "go", "when": "now"})

    assert [(each["text"], each["state"]) for each in data["comments"]] == [("Mine", "approved")]
    assert (data["reports"], data["told_to_spam_service"]) == ([], [])
    assert data["standing_in_comments"]["approved"] == 0
    assert count(gate) == 1
    assert list(Comment.objects.order_by("pk").values_list("text", "name")) == [
        ("", ""),
        ("Not mine", "Dov"),
    ]


def test_reader_leaves_the_words_and_takes_the_name(
    client: Client, gate: Article, chi: User
) -> None:
    added(gate, "Mine", chi)
    added(gate, "Waits", chi, status=Status.PENDING)
    client.logout()
    sign_in(client)

    client.post("/en/-/account/leave/", {"words": "stay", "when": "now"})

    [meta] = tree(client.get(gate.url)).find_class("comment__meta")
    assert words(meta).startswith("Deleted reader")
    assert sorted(Comment.objects.values_list("text", "status")) == [
        ("", "deleted"), ("Mine", "approved"),
    ]  # fmt: skip


def test_spanish_form_speaks_spanish(client: Client, front_es: FrontPage, chi: User) -> None:
    puerta = add_article(front_es, "La puerta", slug="puerta")

    answer = send(client, puerta, "¿Y la sirena?", language="es")

    assert told(answer) == (
        "Su comentario espera a que lo lea la redacción. Hasta entonces solo lo ve usted."
    )
    assert Comment.objects.get().language == "es"


def test_report_asks_for_a_reason_and_counts_once(client: Client, gate: Article, chi: User) -> None:
    said = added(gate, "You snake", name="Dov")
    address = f"/en/-/comments/{gate.translation_key}/{said.pk}/report/"

    without = client.post(address, {"words": "Look"})
    long = client.post(address, {"reason": "insult", "words": "x" * 501})
    for _ in range(2):
        done = client.post(address, {"reason": "insult", "words": "Look"})

    assert told(without) == "Choose a reason."
    assert words(tree(without).get_element_by_id("id_words")) == "Look"
    assert told(long) == "This is longer than 500 characters. Please shorten it."
    assert tree(long).find(".//input[@value='insult']").get("checked") is not None
    assert told(done) == "Thank you. An editor will look at it."
    assert Comment.objects.get().open_reports == 1
    assert Client().get(address).headers["Location"].startswith("/en/-/sign-in/?next=")
