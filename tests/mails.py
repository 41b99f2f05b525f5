"""Every mail that the product writes about an account, a subscription or a comment, made once; and the same as it
leaves. Issues are looked at by themselves: tests/newsletters/test_issue.py, tests/browser/test_issue.py."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import ModuleType
from typing import get_type_hints

from django.core import mail
from django.utils import timezone, translation

from rotativa.articles.models import FrontPage
from rotativa.comments import mails as of_comments
from rotativa.newsletters import mails as of_newsletters
from rotativa.newsletters.actions import pause_issue, send_issue
from rotativa.newsletters.models import Issue, Miss, Newsletter, Subscriber, Subscription
from rotativa.newsletters.models.miss import Kind
from rotativa.newsletters.models.subscriber import Standing
from rotativa.readers import mails as of_readers
from rotativa.readers.mails import MAILS, Mail
from tests.comments.doors import NOON, added
from tests.factories.articles import add_article
from tests.readers.doors import CHI, add_reader

MODULES: list[ModuleType] = [of_readers, of_newsletters, of_comments]
CODE = {"code": "123456"}
Makes = Callable[[], Mail]


def makers() -> set[str]:
    """The functions of those modules that make a mail; what opens an account is told by names of its own."""
    found = set()
    for module in MODULES:
        for name, value in vars(module).items():
            is_own = inspect.isfunction(value) and value.__module__ == module.__name__
            if is_own and get_type_hints(value).get("return") is Mail:
                found.add(f"{module.__name__}.{name}")
    return found


def every_mail(front: FrontPage) -> dict[str, Makes]:
    """By the function that makes it, with words of no language for what people wrote. In the language of the front
    page, which is to be active as they are made."""
    language, now = front.locale.language_code, timezone.now()
    chi = add_reader(f"{language}.{CHI}", f"Zyx {language}")
    gate = add_article(front, "Qwv", slug=f"qwv-{language}")
    answers = [added(gate, "Zyx qwv. " * 30, chi, published_at=NOON) for _ in range(2)]
    new, known = (
        Subscriber.objects.create(
            address=f"{name}.{language}@post.example", language=language, state=state,
            asked_at=now - timedelta(minutes=1), confirmed_at=now, mail_asked_at=now,
        )
        for name, state in (("new", Standing.UNCONFIRMED), ("known", Standing.ACTIVE))
    )  # fmt: skip
    daily = Newsletter.objects.daily()
    for each in (new, known):
        Subscription.objects.create(newsletter=daily, subscriber=each, since=now)
    issue = stopped_issue(daily, language)
    miss = Miss.objects.create(
        newsletter=daily, language=language, period="2026-11-27", kind=Kind.COMPOSING, last_error="Qwv", began_at=now, latest_at=now
    )  # fmt: skip
    readers, letters = of_readers.__name__, of_newsletters.__name__
    about = {name: (lambda make=make: make(CODE)) for name, make in MAILS.items()}
    again = {**CODE, "reauthentication": True}

    def of_answers(number: int) -> Mail:
        said = [of_comments.quoted((each, gate)) for each in answers[:number]]
        return of_comments.mail_of(chi, said, number=number)

    return {
        f"{readers}.register_code": about.pop("email_confirmation_signup"),
        f"{readers}.sign_in_code": about.pop("login_code"),
        f"{readers}.sign_in_code again": lambda: of_readers.sign_in_code(again),
        f"{readers}.unknown": about.pop("unknown_account"),
        **{f"{readers}.news {name}": make for name, make in about.items()},
        f"{readers}.already_there": of_readers.already_there,
        f"{readers}.old_address_code": lambda: of_readers.old_address_code("123456", wanted=CHI),
        f"{readers}.new_address_code": lambda: of_readers.new_address_code("123456"),
        f"{readers}.address_taken": of_readers.address_taken,
        f"{readers}.address_changed": lambda: of_readers.address_changed(wanted=CHI),
        f"{readers}.leaving": lambda: of_readers.leaving(until="16.04.2026 10:00"),
        f"{readers}.left": of_readers.left,
        f"{letters}.confirm": lambda: of_newsletters.confirm(new),
        f"{letters}.link": lambda: of_newsletters.link(known),
        f"{letters}.stopped": lambda: of_newsletters.stopped(issue),
        f"{letters}.came_back": lambda: of_newsletters.came_back(issue),
        f"{letters}.missed": lambda: of_newsletters.missed(miss),
        f"{of_comments.__name__}.mail_of": lambda: of_answers(1),
        f"{of_comments.__name__}.mail_of 2": lambda: of_answers(2),
    }


def stopped_issue(daily: Newsletter, language: str) -> Issue:
    issue = Issue.objects.create(
        newsletter=daily, language=language, period="2026-11-26", subject="Zyx", html="Zyx", text="Zyx"
    )  # fmt: skip
    send_issue(issue, at=timezone.now())
    pause_issue(issue, why="553 5.7.1 qwv")
    issue.refresh_from_db()
    return issue


def as_it_leaves(make: Makes, *, language: str) -> EmailMessage:
    """Read back by the standard library from its bytes."""
    with translation.override(language):
        of_readers.send(make(), to=CHI)
    return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)


def body_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
