"""An issue in envelopes: what a sender asks for, letter by letter."""

from collections.abc import Sequence
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.marks import bounce_tag, letter_name, link_of, return_path, token_of
from rotativa.newsletters.mime.ahead import Ahead
from rotativa.newsletters.mime.by_service import Draft
from rotativa.newsletters.mime.dkim import Signer
from rotativa.newsletters.mime.message import Message, stuffed
from rotativa.newsletters.mime.slots import Splice


class IssueMail:
    """Of one issue, as bytes. Signatures are made ahead, beside the sending."""

    def __init__(
        self,
        message: Message,
        *,
        draft: Draft,
        issue_id: int,
        at: datetime,
        sender: str,
        bounces: str = "",
        signers: Sequence[Signer] = (),
    ) -> None:
        """Its links are as old as that moment. Letters come back to the sender, unless there is a box."""
        self.splice = Splice(message.head + b"\r\n" + stuffed(message.body))
        self.draft = draft
        self.issue_id = issue_id
        self.at = at
        self.from_whom = sender.encode("ascii")
        self.bounces = bounces
        self.ahead = Ahead(signers, self.values)

    def sender(self, letter: Claimed) -> bytes:
        if not self.bounces:
            return self.from_whom
        return return_path(self.bounces, letter.id).encode("ascii")

    def prepare(self, letters: list[Claimed]) -> None:
        self.ahead.expect(letters)

    def written(self, letter: Claimed) -> list[bytes]:
        signed = self.ahead.take(letter)
        return [signed.headers, *self.splice.filled(signed.values)]

    def by_service(self, letter: Claimed) -> EmailMultiAlternatives:
        values = {name: value.decode() for name, value in self.values(letter).items()}
        return self.draft.message(values, tag=bounce_tag(letter.id))

    def values(self, letter: Claimed) -> dict[str, bytes]:
        told = {
            "address": letter.address.encode("ascii"),
            "letter": letter_name(self.issue_id, letter.id).encode("ascii"),
            "token": link_of(letter.subscriber_id, self.at).encode("ascii"),
        }
        if self.bounces:  # there is an address to which one may write to leave
            told["leaver"] = token_of(letter.subscriber_id).encode("ascii")
        return told

    def close(self) -> None:
        self.ahead.close()
