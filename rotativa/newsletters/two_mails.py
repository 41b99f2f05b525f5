"""An issue as letters of two kinds: with plain links, and with counted ones for those who agreed."""

from collections.abc import Sequence
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from rotativa.newsletters.composing.counted import counted_version
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.mime.issue_mail import issue_mail
from rotativa.newsletters.mime.mail import IssueMail
from rotativa.newsletters.models import Issue, Subscriber


class TwoMails:
    """Each is built once; which of them a letter is of, was found as it was claimed."""

    def __init__(self, plain: IssueMail, counted: IssueMail) -> None:
        self.plain = plain
        self.counted = counted

    def of(self, letter: Claimed) -> IssueMail:
        return self.counted if letter.is_counted else self.plain

    def sender(self, letter: Claimed) -> bytes:
        return self.of(letter).sender(letter)

    def prepare(self, letters: Sequence[Claimed]) -> None:
        self.plain.prepare([each for each in letters if not each.is_counted])
        self.counted.prepare([each for each in letters if each.is_counted])

    def written(self, letter: Claimed) -> list[bytes]:
        return self.of(letter).written(letter)

    def by_service(self, letter: Claimed) -> EmailMultiAlternatives:
        return self.of(letter).by_service(letter)

    def close(self) -> None:
        self.plain.close()
        self.counted.close()


def mail_of(issue: Issue, *, at: datetime) -> IssueMail | TwoMails:
    """With counted links only where the newsletter counts, and did when the issue went out, and where anybody has
    agreed: whoever does so in this very shift has plain ones."""
    plain = issue_mail(issue, at=at)
    if not (issue.newsletter.counts_clicks and Subscriber.objects.counted_in(issue).exists()):
        return plain
    counted = counted_version(issue, issue.links.order_by("place"))
    return TwoMails(plain, issue_mail(counted, at=at)) if counted else plain
