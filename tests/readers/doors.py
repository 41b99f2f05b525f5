"""Coming in as a reader does: forms, and codes out of mails."""

import re
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from rotativa.people.models import User

PASSWORD = "a password of hers 5"  # opens nothing
CHI = "chi@post.example"


def code_in(text: str) -> str:
    """The only one there is."""
    [code] = set(re.findall(r"\b\d{6}\b", text))
    return code


def said(message: EmailMessage) -> str:
    """As one line: how it is broken is the mail's affair."""
    return " ".join(str(message.body).split())


def latest_code(to: str = CHI) -> str:
    found = [each for each in mail.outbox if each.to == [to]]
    return code_in(str(found[-1].body))


def add_reader(email: str = CHI, name: str = "Chi", **fields: Any) -> User:
    reader = User(email=email, language="en", **fields)
    reader.take_name(name)
    reader.set_unusable_password()
    reader.save()
    return reader


def sign_in(client: Client, email: str = CHI, *, language: str = "en", **given: str) -> Any:
    """By code; the answer to the code."""
    client.post(f"/{language}/-/sign-in/", {"login": email, **given})
    return client.post(
        f"/{language}/-/sign-in/code/",
        {"code": latest_code(email), "action": "verify", **given},
    )


def register(client: Client, email: str = CHI, *, language: str = "en", **given: str) -> Any:
    form = {"email": email, "shown_name": "Chi", "language": language, **given}
    return client.post(f"/{language}/-/register/", form)
