"""Asking for the newsletter, confirming it, choosing, pausing, leaving: as a reader does, without a script."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import lift_suppressions, suppress_address
from rotativa.newsletters.marks import link_of
from rotativa.newsletters.models import (
    Delivery,
    Newsletter,
    Step,
    Subscriber,
    Subscription,
    Suppression,
)
from rotativa.newsletters.models.subscriber import DueMail, Standing
from rotativa.pages.models import Paper
from tests.factories.articles import add_article
from tests.html import links, part, tree, words
from tests.newsletters.conftest import NOW, Subscribes
from tests.readers.doors import CHI, add_reader, sign_in

FROM_OURS = {"Sec-Fetch-Site": "same-origin"}
WORDS = {"en": "by mail, in English, free of charge", "es": "por correo, en español, gratis"}


@pytest.fixture
def client(paper: FrontPage) -> Client:
    """A browser whose forms are looked at."""
    return Client(enforce_csrf_checks=True)


def ask(client: Client, address: str, *, language: str = "en", **more: Any) -> Any:
    """By the form in the foot of a printed page."""
    page = f"/{language}/-/newsletters/"
    return client.post(page, {"address": address, "website": ""}, headers=FROM_OURS, **more)


def link_in(message: Any) -> str:
    """The same in both parts."""
    rich = message.alternatives[0][0]
    (link,) = set(
        re.findall(r"https://paper\.example(/\w+/-/newsletters/(?!never/)\S+?/)\s", message.body)
    )
    assert f'href="https://paper.example{link}"' in rich
    return str(link)


def choices_of(subscriber: Subscriber, *, made_at: datetime | None = None) -> str:
    """As a letter of that moment has it."""
    return f"/es/-/newsletters/choices/{link_of(subscriber.pk, made_at or timezone.now())}/"


def row_of(subscriber: Subscriber) -> dict[str, Any]:
    return dict(Subscriber.objects.filter(pk=subscriber.pk).values().get())


def states() -> list[str]:
    return list(Subscriber.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("language", ["en", "es"])
def test_newcomer_subscribes_and_confirms(
    client: Client, language: str, front_es: FrontPage, paper: FrontPage
) -> None:
    front = {"en": paper, "es": front_es}[language]
    article = add_article(front, "Gate", slug="gate")
    page = tree(client.get(article.url))
    (strip,) = page.find_class("signup")
    assert strip.get("action") == f"/{language}/-/newsletters/"
    assert WORDS[language] in words(strip)
    assert not page.xpath("//input[@name='csrfmiddlewaretoken']")

    asked = ask(client, " Dov@Post.Example ", language=language, follow=True)

    assert asked.redirect_chain == [(f"/{language}/-/newsletters/sent/", 302)]
    (message,) = mail.outbox
    assert (message.to, states()) == (["Dov@post.example"], ["unconfirmed"])
    assert message.extra_headers["Content-Language"] == language
    assert WORDS[language] in " ".join(message.body.split())
    link = link_in(message)
    shown = client.get(link)
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )
    assert states() == ["unconfirmed"]  # programs follow links
    assert client.get(link.replace("confirm/", "confirm/1")).status_code == 410
    assert client.get(link.replace("confirm/", "confirm/a")).status_code == 404

    confirmed = tree(client.post(link, REMOTE_ADDR="203.0.113.9"))

    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.language) == (Standing.ACTIVE, language)
    assert (subscriber.asked_from, subscriber.confirmed_from) == ("127.0.0.1", "203.0.113.9")
    assert WORDS[language] in subscriber.consented_to
    assert [(step.deed, bool(step.words)) for step in Step.objects.in_order()] == [
        ("asked", True),
        ("confirmed", True),
    ]
    assert client.get(confirmed.xpath("//main//a/@href")[0]).status_code == 200
    client.post(link)
    assert Step.objects.count() == 2


def agreed_to(page: HtmlElement) -> tuple[str, list[str]]:
    """What is kept, once all of it is seen to stand on the page: at the button, and beside the boxes ticked."""
    said, *ticked = Subscriber.objects.get().consented_to.split(" ✓ ")
    assert Step.objects.get(deed="asked").words == Subscriber.objects.get().consented_to
    (form,) = page.xpath("//main//form[.//input[@name='newsletters']]")
    assert words(form.xpath(".//button")[-1].getparent().getprevious()) == said
    beside = [words(label) for label in form.find_class("check")]
    assert [sum(label.startswith(each) for label in beside) for each in ticked] == [1] * len(ticked)
    return said, ticked


@pytest.mark.parametrize(
    ("language", "wanted", "said"),
    [
        ("en", ["Slack Water", "Español"], "in the language chosen here, free of charge"),
        ("es", ["Marea muerta", "Español"], "en el idioma que elija aquí, gratis"),
    ],
)
def test_own_page_says_what_is_agreed_to(
    client: Client, daily: Newsletter, front_es: FrontPage, language: str, wanted: Any, said: str
) -> None:
    names = {"en": "Slack Water", "es": "Marea muerta"}
    Newsletter.objects.create(slug="slack", names=names, days="6")
    path = f"/{language}/-/newsletters/"
    page = tree(client.get(path))
    form = {"address": "dov@post.example", "language": "es", "website": ""}

    nothing = client.post(path, form, headers=FROM_OURS)
    assert len(tree(nothing).find_class("error")) == 1
    assert not Subscriber.objects.exists()
    client.post(path, {**form, "newsletters": "slack"}, headers=FROM_OURS)

    told, ticked = agreed_to(page)
    assert (said in told, ticked) == (True, wanted)
    assert [each.slug for each in Subscriber.objects.get().newsletters.all()] == ["slack"]
    form_of_a_theme = {"address": "bo@post.example", "newsletters": "slack"}
    client.post(path, form_of_a_theme, headers=FROM_OURS)
    bo = Subscriber.objects.get(address="bo@post.example")
    assert ([each.slug for each in bo.newsletters.all()], bo.language) == (["slack"], language)


def test_newsletter_that_is_not_offered_is_kept_by_those_who_have_it(
    client: Client, subscribes: Subscribes, daily: Newsletter
) -> None:
    weekly = Newsletter.objects.create(slug="weekly", days="6", is_offered=False)
    ada, bo = subscribes("ada@post.example", language="en"), subscribes("bo@post.example")
    Subscription.objects.create(newsletter=weekly, subscriber=ada, since=NOW)
    Newsletter.objects.update(is_offered=False)  # the daily always is

    def boxes(page: str) -> list[str]:
        found = tree(client.get(page, follow=True))
        return [str(each) for each in found.xpath("//main//input[@name='newsletters']/@value")]

    assert boxes("/en/-/newsletters/") == ["daily"]
    form = {"address": "x@post.example", "language": "en", "newsletters": "weekly"}
    client.post("/en/-/newsletters/", form, headers=FROM_OURS)
    assert boxes(choices_of(ada)) == ["daily", "weekly"]
    assert boxes(choices_of(bo)) == ["daily"]
    for each in (ada, bo):
        both: dict[str, Any] = {"newsletters": ["daily", "weekly"], "language": "en"}
        client.post(choices_of(each).replace("/es/", "/en/"), both)
    assert [[n.slug for n in each.newsletters.order_by("pk")] for each in (ada, bo)] == [
        ["daily", "weekly"],
        ["daily"],
    ]
    assert Subscriber.objects.count() == 2


def test_own_page_of_a_paper_in_one_language_says_in_which(
    client: Client, daily: Newsletter, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English")]
    page = tree(client.get("/en/-/newsletters/"))
    form = {name: value for name, value in page.xpath("//main//form")[0].form_values() if value}

    client.post("/en/-/newsletters/", {**form, "address": "dov@post.example"}, headers=FROM_OURS)

    told, ticked = agreed_to(page)
    assert (WORDS["en"] in told, ticked) == (True, ["The daily newsletter"])


def test_subscriber_chooses_pauses_leaves_and_is_forgotten(
    client: Client, subscribes: Subscribes
) -> None:
    Newsletter.objects.add_weekly()
    subscriber = subscribes("Dov@post.example", language="en")
    choices = choices_of(subscriber)
    found = client.get(choices, follow=True)
    chosen, choices = tree(found), found.redirect_chain[0][0]
    assert choices.startswith("/en/")
    assert "D…@post.example" in words(part(chosen, "title"))
    assert "The daily newsletterEvery day" in words(chosen)
    assert "The weekly newsletterOnce a week: Saturday" in words(chosen)
    own_page = words(tree(client.get("/es/-/newsletters/")))
    assert "El boletín semanalUna vez por semana: sábado" in own_page
    assert "Dov@" not in chosen.text_content()

    paused = {"newsletters": "weekly", "language": "es", "pause": "14"}
    saved = client.post(choices, paused, follow=True)
    assert saved.redirect_chain[0][0].startswith("/es/-/newsletters/choices/")
    assert states() == ["paused"]
    assert tree(saved).xpath("//option[@selected]/@value") == ["keep"]
    assert tree(saved).xpath("//input[@name='newsletters'][@checked]/@value") == ["weekly"]
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        client.post(choices, {**paused, "language": "en", "pause": "keep"})
        minute.send(sender=None, at=timezone.now())
        assert states() == ["paused"]
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        minute.send(sender=None, at=timezone.now())
        assert states() == ["active"]

    choices = client.post(choices, {"leave": "1"}).headers["Location"]
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.newsletters.count()) == (Standing.LEFT, 0)

    leaves = "Leave, and delete my address"
    asks = dict(links(tree(client.get(choices))))[leaves]
    asked = tree(client.get(asks))
    assert "D…@post.example" in words(asked)
    assert dict(links(asked))["Back to your newsletters"] == choices.partition("?")[0]
    assert Subscriber.objects.exists()
    [form] = asked.xpath("//main//form")
    [button] = form.xpath(".//button")
    assert words(button) == leaves
    gone = client.post(form.get("action"), {button.get("name"): button.get("value")})
    assert "Your address is deleted" in words(tree(gone))
    assert not Subscriber.objects.exists()


def test_whose_mail_is_stopped_is_told_what_stays_once_deleted(
    client: Client, subscribes: Subscribes
) -> None:
    ada = subscribes("ada@post.example", language="en")
    asks = f"{choices_of(ada)}?forget".replace("/es/", "/en/")
    stays = "That no mail goes there any more, whoever asks for it, stays noted"
    asked_again = "ask for them as you did at first"
    Paper.objects.update(address="desk@paper.example")
    before = words(tree(client.get(asks)).find(".//main"))
    assert (stays in before, asked_again in before) == (False, True)

    suppress_address(ada.address, why=Suppression.Reason.BOUNCED, at=timezone.now())

    main = tree(client.get(asks)).find(".//main")
    assert (stays in words(main), asked_again in words(main)) == (True, False)
    assert "mailto:desk@paper.example" in main.xpath(".//a/@href")
    client.post(asks, {"forget": "1"})
    assert (Subscriber.objects.count(), Suppression.objects.count()) == (0, 1)


def test_known_and_unknown_addresses_get_the_same_answer_and_one_mail_a_day(
    client: Client, subscribes: Subscribes
) -> None:
    known = subscribes("ada@post.example", language="es")
    suppress_address("gone@post.example", why=Suppression.Reason.BOUNCED, at=timezone.now())
    before = row_of(known)

    answers = [
        ask(client, f"{name}@post.example", follow=True)
        for name in ("ada", "new", "gone", "ada", "new")
    ]

    pages = {(answer.status_code, answer.content) for answer in answers}
    assert len(pages) == 1
    assert [each.to for each in mail.outbox] == [["ada@post.example"], ["new@post.example"]]
    assert "/es/-/newsletters/choices/" in link_in(mail.outbox[0])
    after = row_of(known)
    assert {**after, "mail_asked_at": None} == before
    page = "/en/-/newsletters/link/"
    token = tree(client.get(page)).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        for name in ("ada", "new", "gone", "nobody"):
            form = {"address": f"{name}@post.example", "csrfmiddlewaretoken": token}
            answer = client.post(page, form, secure=False)
            assert answer.headers["Location"] == "/en/-/newsletters/sent/"
    assert [each.to[0][:3] for each in mail.outbox[2:]] == ["ada", "new"]
    assert "/confirm/" in link_in(mail.outbox[3])


def test_mail_that_cannot_be_sent_is_tried_again_and_unconfirmed_addresses_are_forgotten(
    client: Client, monkeypatch: pytest.MonkeyPatch, subscribes: Subscribes
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert ask(client, "new@post.example").status_code == 302
    minute.send(sender=None, at=timezone.now())
    assert mail.outbox == []

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        minute.send(sender=None, at=timezone.now())
        minute.send(sender=None, at=timezone.now())
    assert len(mail.outbox) == 1

    left = subscribes("ada@post.example", state=Standing.LEFT)
    ask(client, left.address)
    link = link_in(mail.outbox[1])
    forgotten = link_in(mail.outbox[0])
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert says_too_late(client.post(link))
        minute.send(sender=None, at=timezone.now())
        for opened in (client.get, client.post):
            assert says_too_late(opened(link))
            assert says_too_late(opened(forgotten))
    assert states() == ["left"]


def says_too_late(answer: Any) -> bool:
    page = tree(answer).find(".//main")
    asks_anew = page.xpath(".//a[@href='/en/-/newsletters/']")
    told = "This link opens nothing any more" in words(page)
    return answer.status_code == 410 and told and bool(asks_anew)


def test_who_has_left_stays_as_they_are_until_they_confirm_by_mail(
    client: Client, subscribes: Subscribes
) -> None:
    left = subscribes("ada@post.example", state=Standing.LEFT)  # as an import brings them
    Subscriber.objects.update(confirmed_at=None, left_at=NOW, consented_to="de toda la vida")
    Subscription.objects.all().delete()
    before = {**row_of(left), "mail_asked_at": None}
    choices = choices_of(left)

    assert [ask(client, left.address).status_code for _ in range(2)] == [302] * 2

    assert {**row_of(left), "mail_asked_at": None} == before
    client.post(choices, {"newsletters": "daily", "language": "es"})  # whoever was passed a letter
    page = tree(client.get(choices))
    assert states() == ["left"]
    assert not page.xpath("//main//input[@name='newsletters']")
    assert page.xpath("//main//a[@href='/es/-/newsletters/']")
    assert "Tomarse un descanso" not in words(page.find(".//main"))
    (first,) = mail.outbox
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        minute.send(sender=None, at=timezone.now())
        assert says_too_late(client.post(link_in(first)))
        assert {**row_of(left), "mail_asked_at": None} == before
        ask(client, left.address)
        link = link_in(mail.outbox[1])
        assert WORDS["en"] in words(tree(client.get(link)))
        assert states() == ["left"]
        for _ in range(2):
            assert client.post(link).status_code == 200
    left.refresh_from_db()
    assert (left.state, left.language, left.left_at) == (Standing.ACTIVE, "en", None)
    assert [each.slug for each in left.newsletters.all()] == ["daily"]
    assert left.asked_at > NOW
    assert WORDS["en"] in left.consented_to


@pytest.mark.parametrize("state", [Standing.UNCONFIRMED, Standing.ACTIVE, Standing.LEFT])
def test_one_mail_a_day_goes_to_an_address_whichever_form_is_used(
    client: Client, subscribes: Subscribes, state: Standing
) -> None:
    ada, now = subscribes("ada@post.example", state=state), timezone.now()
    page = "/es/-/newsletters/link/"
    token = tree(client.get(page)).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    form = {"address": ada.address, "csrfmiddlewaretoken": token}

    for hours, mails in {0: 1, 12: 1, 25: 2}.items():
        with time_machine.travel(now + timedelta(hours=hours)):
            client.post(page, form)
            ask(client, ada.address)
            client.post(page, form)
        assert len(mail.outbox) == mails


def test_who_is_deleted_in_this_very_moment_has_left(
    client: Client, subscribes: Subscribes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted(_request: object) -> str:
        Subscriber.objects.all().delete()
        return "127.0.0.1"

    monkeypatch.setattr("rotativa.newsletters.views.letters.seen_from", deleted)
    monkeypatch.setattr("rotativa.newsletters.views.choices.seen_from", deleted)
    choices = {"newsletters": "daily", "language": "es"}
    answers = []
    for page, form in [("daily/leave", {}), ("choices", {"leave": "1"}), ("choices", choices)]:
        token = link_of(subscribes("ada@post.example").pk, timezone.now())
        answers.append(client.post(f"/es/-/newsletters/{page}/{token}/", form).status_code)

    assert answers == [200, 302, 302]


def test_form_of_another_site_asks_for_nothing(client: Client) -> None:
    page = "/en/-/newsletters/"
    form = {"address": "dov@post.example", "language": "es", "newsletters": "daily"}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    shown = client.post(page, form, headers=elsewhere)

    assert (shown.status_code, Subscriber.objects.count()) == (200, 0)
    again = {field.name: field.value for field in tree(shown).xpath("//main//input[@name]")}
    assert again["address"] == "dov@post.example"
    of_any_page = client.post(page, {"address": "dov@post.example"}, headers=elsewhere)
    assert tree(of_any_page).xpath("//main//input[@checked]/@value") == ["daily", "en"]
    answer = client.post(page, {**form, "csrfmiddlewaretoken": again["csrfmiddlewaretoken"]})
    assert answer.headers["Location"] == "/en/-/newsletters/sent/"
    assert "en español" not in Subscriber.objects.get().consented_to
    assert Subscriber.objects.get().language == "es"
    for wrong in ("", "dov", "dov@post", "<b>@post.example", "a\x00@post.example"):
        refused = client.post(page, {"address": wrong}, headers=FROM_OURS)
        assert tree(refused).get_element_by_id("id_address").get("aria-invalid") == "true"
    client.post(page, {"address": "bot@post.example", "website": "x"}, headers=FROM_OURS)
    assert Subscriber.objects.count() == 1


def test_suppressed_address_comes_back_only_when_it_is_lifted(
    client: Client, subscribes: Subscribes, daily: Newsletter
) -> None:
    gone, now = subscribes("gone@post.example"), timezone.now()
    Subscriber.objects.update(mail_due=DueMail.LINK, mail_asked_at=now, mail_due_at=now)
    suppress_address(gone.address, why=Suppression.Reason.COMPLAINED, at=timezone.now())
    minute.send(sender=None, at=timezone.now())
    ask(client, gone.address)
    assert (states(), mail.outbox) == (["suppressed"], [])

    Subscriber.objects.update(mail_asked_at=None)  # a day later
    lift_suppressions(Suppression.objects.all(), at=timezone.now())
    ask(client, gone.address)
    client.post(link_in(mail.outbox[0]))

    assert states() == ["active"]
    assert [step.deed for step in Step.objects.in_order()] == [
        "suppressed",
        "lifted",
        "asked",
        "confirmed",
    ]
    assert not Delivery.objects.exists()


def test_account_chooses_without_a_mail_and_takes_the_subscription_with_it(
    paper: FrontPage,
) -> None:
    client = Client()
    add_reader()
    sign_in(client)
    mail.outbox.clear()
    page, account = "/en/-/newsletters/account/", "/en/-/account/"
    shown = tree(client.get(account))
    assert shown.xpath("//input[@name='newsletters']/@checked") == []

    client.post(page, {"newsletters": "daily"})

    assert agreed_to(shown)[1] == ["The daily newsletter"]
    subscriber = Subscriber.objects.get()
    assert (subscriber.address, subscriber.state, mail.outbox) == (CHI, "active", [])
    assert subscriber.confirmed_from == "127.0.0.1"
    assert WORDS["en"] in subscriber.consented_to
    assert len(tree(client.get(account)).xpath("//input[@name='newsletters']/@checked")) == 1
    told = client.get(f"{account}data/").json()["newsletters"]
    assert (told["address"], [step["deed"] for step in told["history"]]) == (
        CHI,
        ["asked", "chose"],
    )
    until = timezone.now() + timedelta(days=9)
    Subscriber.objects.update(state=Standing.PAUSED, paused_until=until)
    client.post(page, {"newsletters": "daily"})
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.paused_until) == (Standing.PAUSED, until)
    client.post(page, {})
    assert states() == ["left"]
    suppress_address(CHI, why=Suppression.Reason.BOUNCED, at=timezone.now())
    said = "Mail to your address is stopped."
    for address in ("", "desk@paper.example"):
        Paper.objects.update(address=address)
        refused = client.post(page, {"newsletters": "daily"}, follow=True)
        told = f"{said} Please write to {address}." if address else said
        assert words(part(tree(refused), "notice--error")) == told

    client.post(f"{account}leave/", {"words": "stay", "when": "now"})

    assert not Subscriber.objects.exists()
    assert Suppression.objects.hold(CHI)
    assert (
        Client()
        .post(page, {"newsletters": "daily"})
        .headers["Location"]
        .startswith("/en/-/sign-in")
    )
