"""An issue in envelopes: what a sender asks for, letter by letter."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.marks import bounce_tag, letter_name, link_of, return_path, token_of
from rotativa.newsletters.mime.by_service import Draft
from rotativa.newsletters.mime.dkim import Signer
from rotativa.newsletters.mime.message import Message, stuffed
from rotativa.newsletters.mime.slots import Splice

THREADS = 2
"""Signing lets go of the interpreter, so they work at the same time."""


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
        self.signers = signers
        self.threads = ThreadPoolExecutor(THREADS, "dkim") if signers else None
        self.ahead: dict[int, Future[bytes]] = {}

    def sender(self, letter: Claimed) -> bytes:
        if not self.bounces:
            return self.from_whom
        return return_path(self.bounces, letter.id).encode("ascii")

    def prepare(self, letters: list[Claimed]) -> None:
        if self.threads is not None:
            for letter in letters:
                self.ahead[letter.id] = self.threads.submit(self.signatures, letter)

    def written(self, letter: Claimed) -> list[bytes]:
        ahead = self.ahead.pop(letter.id, None)
        signatures = ahead.result() if ahead else self.signatures(letter)
        return [signatures, *self.splice.filled(self.values(letter))]

    def by_service(self, letter: Claimed) -> EmailMultiAlternatives:
        values = {name: value.decode() for name, value in self.values(letter).items()}
        return self.draft.message(values, tag=bounce_tag(letter.id))

    def signatures(self, letter: Claimed) -> bytes:
        values = self.values(letter) if self.signers else {}
        return b"".join(signer.header(values) for signer in self.signers)

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
        if self.threads is not None:
            self.threads.shutdown(cancel_futures=True)
