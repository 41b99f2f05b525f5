"""An issue as this site sends it: whom it is from, under which names, signed by which keys."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rotativa.lib.mail_keys import read_key
from rotativa.newsletters.marks import leave_address
from rotativa.newsletters.mime.by_service import Draft
from rotativa.newsletters.mime.dkim import Identity, Signer
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.mime.message import Letterhead, Message, build_message
from rotativa.newsletters.mime.slots import place
from rotativa.newsletters.models import Issue
from rotativa.pages.addresses import absolute
from rotativa.pages.models import Paper

STAND_IN = "token"


def issue_mail(issue: Issue, *, at: datetime) -> IssueMail:
    """Dated so; the same for all who get it, however long it takes."""
    letterhead = letterhead_of(issue, at=at)
    message = build_message(letterhead, subject=issue.subject, html=issue.html, text=issue.text)
    sender = sender_address()
    return IssueMail(
        message,
        draft=Draft(letterhead, subject=issue.subject, html=issue.html, text=issue.text),
        issue_id=issue.pk,
        at=at,
        sender=sender,
        bounces=settings.NEWSLETTERS.bounces,
        signers=list(signers(message, at=at, domain=sender.rpartition("@")[2])),
    )


def letterhead_of(issue: Issue, *, at: datetime) -> Letterhead:
    paper = Paper.objects.in_language(issue.language)
    own_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Letterhead(
        sender_name=paper.name if paper else own_name,
        sender=sender,
        newsletter=issue.newsletter.slug,
        newsletter_name=issue.newsletter.name_in(issue.language),
        language=issue.language,
        period=issue.period,
        host=str(urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname),
        leave_url=leave_url(issue),
        leave_mail=leave_mail(issue),
        at=at,
    )


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def leave_url(issue: Issue) -> str:
    with translation.override(issue.language):
        path = reverse("newsletters:leave", args=[issue.newsletter.slug, STAND_IN])
    before, _, after = path.rpartition(STAND_IN)
    return f"{absolute(before)}{place('token')}{after}"


def leave_mail(issue: Issue) -> str:
    """Empty where nobody reads what comes back. Short: the part before the sign has 64 characters."""
    if not settings.NEWSLETTERS.reads_returns:
        return ""
    return leave_address(settings.NEWSLETTERS.bounces, issue.newsletter_id, place("leaver"))


def signers(message: Message, *, at: datetime, domain: str) -> Iterator[Signer]:
    """One for each key; none where the relay signs."""
    chosen = settings.NEWSLETTERS
    for selector, pem in (
        (chosen.dkim_selector, chosen.dkim_key),
        (chosen.dkim_second_selector, chosen.dkim_second_key),
    ):
        if selector:
            identity = Identity(domain, selector, read_key(pem.get_secret_value()))
            yield Signer(message, identity, at=at)
