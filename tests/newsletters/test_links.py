"""Links in letters, which are passed on: what they open, for how long, and under which key of the site."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.cli.main import main
from rotativa.lib.clock import minute
from rotativa.newsletters.actions import suppress_address
from rotativa.newsletters.marks import bounce_tag, delivery_of, link_of, token_of
from rotativa.newsletters.models import Newsletter, Subscriber, Suppression
from rotativa.newsletters.models.subscriber import LINKS_OPEN
from rotativa.pages.models import Paper
from tests.html import tree, words
from tests.newsletters.conftest import Subscribes, newsletters_are
from tests.newsletters.test_subscribe import ask, choices_of, link_in, states
from tests.newsroom.desk import desk_of

WISH = {"newsletters": "daily", "language": "es", "pause": "14"}


def shown(client: Client, link: str) -> str:
    return words(tree(client.get(link)).find(".//main"))


def test_letter_that_was_passed_on_changes_nothing_after_a_while_and_leaves_for_ever(
    client: Client, subscribes: Subscribes
) -> None:
    ada, now = subscribes("ada@post.example"), timezone.now()
    letter = choices_of(ada, made_at=now)
    assert (
        client.post(letter, WISH).headers["Location"] == f"{letter}?saved"
    )  # no younger than it was
    client.post(letter, {**WISH, "pause": ""})

    with time_machine.travel(now + LINKS_OPEN + timedelta(minutes=1)):
        assert "Este enlace es demasiado antiguo" in shown(client, letter)
        for form in (WISH, {"forget": "1"}, {"newsletters": "daily", "language": "en"}):
            client.post(letter, form)
        ada.refresh_from_db()
        assert (ada.state, ada.language) == ("active", "es")
        of_old = letter.replace(link_of(ada.pk, now), token_of(ada.pk))
        assert "a…@post.example" in shown(client, of_old)

        assert client.post(letter, {"send": "1"}).headers["Location"].endswith("/sent/")
        fresh = link_in(mail.outbox[0])
        assert client.post(fresh, WISH).headers["Location"] == f"{fresh}?saved"
        assert states() == ["paused"]
    with time_machine.travel(now + LINKS_OPEN + timedelta(minutes=2)):
        client.post(letter, {"leave": "1"})
        assert states() == ["left"]
        assert "Se ha dado de baja" in shown(client, letter)
        assert "Se ha dado de baja" in shown(client, fresh)
        client.post(fresh, {"forget": "1"})
        assert states() == ["left"]


def test_link_that_was_asked_for_ends_those_before_it_once_it_is_used(
    client: Client, subscribes: Subscribes
) -> None:
    """Anybody can ask for it, and programs follow it."""
    ada, now = subscribes("ada@post.example"), timezone.now()
    letter = choices_of(ada, made_at=now - timedelta(minutes=1))
    ask(client, ada.address)
    fresh = link_in(mail.outbox[0])

    for link in (fresh, letter):
        assert "Dejar de enviar por un tiempo" in shown(client, link)
    client.post(letter, {**WISH, "pause": ""})
    assert "Dejar de enviar por un tiempo" in shown(client, letter)
    client.post(fresh, {**WISH, "pause": ""})

    assert "demasiado antiguo" in shown(client, letter)
    assert "Dejar de enviar por un tiempo" in shown(client, fresh)
    one_click = f"/es/-/newsletters/daily/leave/{letter.split('/')[-2]}/"
    assert client.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert states() == ["left"]


def test_mail_that_asked_to_confirm_opens_no_more_than_letters_do(
    client: Client, daily: Newsletter
) -> None:
    now = timezone.now()
    ask(client, "ada@post.example", language="es")
    mailed = link_in(mail.outbox[0])

    def opened() -> str:
        """What its button leads to."""
        page = tree(client.post(mailed))
        return shown(client, page.xpath("//main//a/@href")[0])

    for hours in (0, 1):
        with time_machine.travel(now + timedelta(hours=hours)):
            assert "Dejar de enviar por un tiempo" in opened()
    with time_machine.travel(now + timedelta(days=2)):
        ask(client, "ada@post.example", language="es")
        client.post(link_in(mail.outbox[1]), WISH)
        assert "demasiado antiguo" in opened(), "a newer one was used"
    Subscriber.objects.update(links_since=now)
    with time_machine.travel(now + LINKS_OPEN + timedelta(minutes=1)):
        assert "demasiado antiguo" in opened()
    assert states() == ["paused"]


def end_of(message: Any) -> str:
    """Where such mails are ended, as mail programs are told, too."""
    (link,) = set(re.findall(r"https://paper\.example(/\w+/-/newsletters/never/\S+)", message.body))
    assert f'href="https://paper.example{link}"' in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe"] == f"<https://paper.example{link}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(link)


def test_whoever_is_signed_up_by_others_ends_it_for_ever(client: Client, daily: Newsletter) -> None:
    now = timezone.now()
    first = ask(client, "ada@post.example", language="es").headers["Location"]
    end = end_of(mail.outbox[0])

    assert "a…@post.example" in shown(client, end)
    assert client.get(end).headers["Cache-Control"] == "no-store"
    assert states() == ["unconfirmed"]  # programs follow links
    assert client.post(end.replace("never/", "never/1")).status_code == 404
    done = client.post(end, {"List-Unsubscribe": "One-Click"})

    assert "no se envía nada" in words(tree(done).find(".//main"))
    assert not Subscriber.objects.exists()
    assert client.post(link_in(mail.outbox[0])).status_code == 410
    assert "ya no se guarda" in shown(client, end)
    with time_machine.travel(now + timedelta(days=2)):
        again = ask(client, "Ada@post.example", language="es").headers["Location"]
    assert (again, len(mail.outbox)) == (first, 1)


def test_end_of_such_mails_is_the_end_of_newsletters_for_whoever_has_confirmed(
    client: Client, daily: Newsletter
) -> None:
    now = timezone.now()
    ask(client, "ada@post.example", language="es")
    end, _confirmed = end_of(mail.outbox[0]), client.post(link_in(mail.outbox[0]))

    assert "se confirmaron" in shown(client, end)
    left = client.post(end)

    assert "Se ha dado de baja" in words(tree(left).find(".//main"))
    assert states() == ["left"]
    with time_machine.travel(now + timedelta(days=2)):
        ask(client, "ada@post.example", language="es")
        client.post(end_of(mail.outbox[1]))
    assert states() == ["suppressed"]
    assert "no se envía nada" in shown(client, end)


def test_who_is_sent_links_that_others_ask_for_ends_them_and_keeps_newsletters(
    client: Client, subscribes: Subscribes
) -> None:
    ada, now = subscribes("ada@post.example"), timezone.now()
    form = "/es/-/newsletters/link/"
    sent = client.post(form, {"address": ada.address}).headers["Location"]
    end = end_of(mail.outbox[0])
    letter = choices_of(ada, made_at=now - LINKS_OPEN)

    assert "a…@post.example en nuestro formulario" in shown(client, end)
    assert client.get(end).headers["Cache-Control"] == "no-store"
    assert not Subscriber.objects.exclude(links_refused_at=None).exists()  # programs follow links
    assert client.post(end.replace("never/", "never/1")).status_code == 404
    assert client.post(end.removesuffix("links/")).status_code == 404, "which would have left"
    for _press in range(2):
        done = client.post(end, {"List-Unsubscribe": "One-Click"})
        assert "ya no se envía ningún correo con un enlace" in words(tree(done).find(".//main"))
    assert "ya no se envía ningún correo con un enlace" in shown(client, end)
    assert "No mail with a link" in shown(client, end.replace("/es/", "/en/"))

    assert states() == ["active"]
    assert list(ada.newsletters.values_list("slug", flat=True)) == ["daily"]
    assert list(ada.steps.values_list("deed", flat=True)) == ["no-links"]
    with time_machine.travel(now + timedelta(days=2)):
        assert client.post(form, {"address": "Ada@post.example"}).headers["Location"] == sent
        assert ask(client, "ada@post.example", language="es").headers["Location"] == sent
        assert len(mail.outbox) == 1
        client.post(letter, {"send": "1"})
        assert len(mail.outbox) == 2, "what the old link of a letter asks for comes all the same"
        assert client.get(link_in(mail.outbox[1])).status_code == 200


def test_link_that_is_still_to_be_sent_is_not_once_they_are_ended(
    client: Client, subscribes: Subscribes
) -> None:
    ada = subscribes("ada@post.example")
    client.post("/en/-/newsletters/link/", {"address": ada.address})
    end = end_of(mail.outbox[0])
    due = timezone.now() - timedelta(minutes=1)
    Subscriber.objects.update(mail_due="link", mail_asked_at=due, mail_due_at=due)

    client.post(end)
    minute.send(sender=None, at=timezone.now())

    assert len(mail.outbox) == 1


def test_end_of_links_is_the_end_of_all_mail_for_whoever_has_left(
    client: Client, subscribes: Subscribes
) -> None:
    ada, now = subscribes("ada@post.example"), timezone.now()
    client.post(choices_of(ada), {"leave": "1"})
    client.post("/es/-/newsletters/link/", {"address": ada.address})
    end = end_of(mail.outbox[0])

    assert "no irá ningún boletín, ni correo alguno que pregunte por uno" in shown(client, end)
    client.post(end)

    assert states() == ["suppressed"]
    assert "no se envía nada" in shown(client, end)
    with time_machine.travel(now + timedelta(days=2)):
        ask(client, ada.address, language="es")
        client.post("/es/-/newsletters/link/", {"address": ada.address})
    assert len(mail.outbox) == 1


def test_language_that_was_taken_away_holds_nobody(
    client: Client, subscribes: Subscribes, settings: Settings
) -> None:
    """Nor do those keep anybody who have asked in it."""
    ada, bo, chi = (subscribes(f"{name}@post.example") for name in ("ada", "bo", "chi"))
    ask(client, "dov@post.example", language="es")
    letters = {who: choices_of(who) for who in (ada, bo, chi)}
    waiting = (
        False,
        "3 subscribers are waiting for issues in es, which has no front page that readers can open.",
    )
    assert waiting not in doctor()
    FrontPage.objects.filter(locale__language_code="es").update(live=False)
    assert waiting in doctor()
    settings.LANGUAGES = [("en", "English")]

    assert waiting in doctor()
    one_click = f"/es/-/newsletters/daily/leave/{letters[ada].split('/')[-2]}/"
    assert "With this button you get no further issue" in shown(client, one_click)
    left = client.post(one_click, {"List-Unsubscribe": "One-Click"})
    assert (left.status_code, states()) == (200, ["left", "active", "active", "unconfirmed"])
    page = tree(client.get(letters[bo]))
    assert page.get("lang") == "en"
    form = {each.name: each.value for each in page.xpath("//main//form//input[@name]")}
    saved = client.post(letters[bo], form, follow=True)
    assert saved.redirect_chain == [(f"{letters[bo].replace('/es/', '/en/')}?saved", 302)]
    bo.refresh_from_db()
    assert (bo.state, bo.language) == ("active", "en")
    assert client.post(letters[chi], {"leave": "1"}).headers["Location"].startswith("/en/")
    assert client.post(link_in(mail.outbox[0])).status_code == 200
    assert states() == ["left", "active", "left", "active"]


def doctor(*options: str) -> list[tuple[bool, str]]:
    """What it says of newsletters."""
    result = CliRunner().invoke(main, ["doctor", "--json", *options])
    told = [each for each in json.loads(result.output) if each["part"] == "newsletters"]
    return [(each["is_fine"], each["what"]) for each in told]


def test_site_with_another_key_knows_whom_it_knew(
    subscribes: Subscribes, settings: Settings, client: Client
) -> None:
    ada, bo = subscribes("ada@post.example"), subscribes("bo@post.example")
    for address in (bo.address, "gone@post.example"):
        suppress_address(address, why=Suppression.Reason.ASKED, at=timezone.now())
    ask(client, "new@post.example")
    confirm = link_in(mail.outbox.pop())
    letter, tag, former = choices_of(ada), bounce_tag(7), settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 50, [former]

    assert "Dejar de enviar por un tiempo" in shown(client, letter)
    assert delivery_of(tag) == 7
    assert client.post(confirm).status_code == 200
    for address in ("Ada@post.example", bo.address, "gone@post.example"):
        ask(client, address)
    assert [each.to for each in mail.outbox] == [[ada.address]]
    assert states() == ["active", "suppressed", "active"]
    assert doctor() == [(False, "3 subscribers are known by a former key.")]
    assert doctor("--fix") == [(True, "3 subscribers are known by a former key.")]
    assert doctor() == [(True, "subscribers are known by the site's key.")]

    settings.SECRET_KEY_FALLBACKS = []  # as after somebody has seen it
    newsletters_are(settings, address_keys=[SecretStr(former)])

    assert client.get(letter).status_code == 404
    for address in (bo.address, "gone@post.example"):
        ask(client, address)
        assert Suppression.objects.hold(address)
    assert len(mail.outbox) == 1
    assert Subscriber.objects.count() == 3


def test_address_suppressed_under_another_key_is_lifted_with_its_subscriber(
    subscribes: Subscribes, settings: Settings, client: Client
) -> None:
    """Before the doctor has come."""
    ada = subscribes("ada@post.example")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 50, [settings.SECRET_KEY]
    desk, page = desk_of("Administrator"), "/desk/newsletter-subscribers/suppressed/"

    desk.post(f"{page}add/", {"address": ada.address})
    assert states() == ["suppressed"]
    desk.post(f"{page}{Suppression.objects.get().pk}/lift/")
    ask(client, ada.address)

    assert [each.to for each in mail.outbox] == [[ada.address]]


@pytest.mark.parametrize("address", ["", "desk@paper.example"])
def test_whoever_wants_mail_again_is_told_where_to_write_to_if_anywhere(
    client: Client, paper: FrontPage, subscribes: Subscribes, address: str
) -> None:
    Paper.objects.update(address=address)
    ask(client, "bo@post.example")
    never = end_of(mail.outbox[0])
    ada, now = subscribes("ada@post.example", language="en"), timezone.now()
    suppress_address(ada.address, why=Suppression.Reason.BOUNCED, at=now)
    links = [choices_of(ada, made_at=at) for at in (now, now - 2 * LINKS_OPEN)]

    for link in [never, *(each.replace("/es/", "/en/") for each in links)]:
        page = tree(client.get(link)).find(".//main")
        assert "mail" in words(page).lower()
        written = page.xpath(".//a[starts-with(@href, 'mailto:')]/@href")
        assert written == ([f"mailto:{address}"] if address else []), link
        told = [words(each) for each in page.iter("p") if "write to" in words(each)]
        assert len(told) == bool(address), link
        for each in told:
            assert re.fullmatch(
                r"(Please|Should you want one some day,) write to [^.]+\.[^.]+\.", each
            )
