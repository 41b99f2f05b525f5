"""An issue as a service is told it by its API: the service writes the message."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives

from rotativa.newsletters.mime.message import Letterhead, headers_of
from rotativa.newsletters.mime.slots import MARK

PLACE = re.compile(r"\0([a-z]+)\0")
WRITTEN_THERE = frozenset({"From", "To", "Subject", "Date", "Message-ID"})
LETTERS = uuid.uuid5(uuid.NAMESPACE_URL, "https://rotativa.example/letters/")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said, with the marks of places."""

    letterhead: Letterhead
    subject: str
    html: str
    text: str

    def message(self, values: Mapping[str, str], *, tag: str) -> EmailMultiAlternatives:
        """To one reader; the tag comes back with whatever the service has to say of it."""
        paper = self.letterhead
        message = EmailMultiAlternatives(
            " ".join(self.subject.split()),
            filled(self.text, values),
            formataddr((paper.sender_name, paper.sender)),
            [values["address"]],
            headers=self.headers(values),
        )
        message.attach_alternative(filled(self.html, values), "text/html")
        # What anymail knows beside Django's own.
        told = {"metadata": {"letter": tag}, "idempotency_key": key_of(paper.host, tag)}
        for name, value in told.items():
            setattr(message, name, value)
        return message

    def headers(self, values: Mapping[str, str]) -> dict[str, str]:
        return {
            name: PLACE.sub(lambda found: values[found[1]], value).replace("\r\n", "")
            for name, value in headers_of(self.letterhead, subject=self.subject)
            if name not in WRITTEN_THERE
        }


def filled(text: str, values: Mapping[str, str]) -> str:
    return MARK.sub(lambda found: values[found[1]], text)


def key_of(host: str, tag: str) -> str:
    """The same whenever this letter is handed over, and no other's."""
    return str(uuid.uuid5(LETTERS, f"{host} {tag}"))
