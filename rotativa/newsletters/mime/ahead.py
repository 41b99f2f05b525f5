"""The signatures of letters, made ahead of their sending."""

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import rsa

from rotativa.lib.mail_keys import sign
from rotativa.newsletters.letters import Claimed
from rotativa.newsletters.mime.dkim import Signer, Unsigned
from rotativa.newsletters.mime.signing import SigningProcess

log = logging.getLogger(__name__)

WORTH_IT = 50
"""Letters: fewer are signed before a process has begun."""
AT_ONCE = 64
"""Signatures that were asked for and not taken: so many a pipe holds, so that neither side waits for the other."""

Values = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Signed:
    headers: bytes
    """Lines to be put before the letter; none where nobody signs."""
    values: Values


@dataclass(frozen=True, slots=True)
class Asked:
    letter: Claimed
    values: Values
    unsigned: list[Unsigned]


class Ahead:
    """Signs one issue: what takes long beside the sending, all else when it is taken."""

    def __init__(self, signers: Sequence[Signer], values: Callable[[Claimed], Values]) -> None:
        self.signers = signers
        self.values = values
        self.takes_long = any(isinstance(each.key, rsa.RSAPrivateKey) for each in signers)
        self.processes: dict[Signer, SigningProcess] = {}
        self.expected: deque[Claimed] = deque()
        self.asked: deque[Asked] = deque()
        self.made: dict[int, Signed] = {}

    def expect(self, letters: Sequence[Claimed]) -> None:
        """They will be taken, most of them in this order."""
        if not self.takes_long or not (self.processes or len(letters) >= WORTH_IT):
            return
        self.expected += letters
        try:
            self.begin()
            self.ask()
        except Exception as error:  # noqa: BLE001 - what is heard next may be of another letter
            self.stop(error)

    def take(self, letter: Claimed) -> Signed:
        try:
            while letter.id not in self.made and self.asked:
                self.hear()
        except Exception as error:  # noqa: BLE001 - as above
            self.stop(error)
        return self.made.pop(letter.id, None) or self.sign_now(letter)

    def begin(self) -> None:
        for signer in self.signers:
            if isinstance(signer.key, rsa.RSAPrivateKey) and signer not in self.processes:
                self.processes[signer] = SigningProcess(signer.key)

    def ask(self) -> None:
        while self.expected and len(self.asked) < AT_ONCE:
            letter = self.expected.popleft()
            try:
                asked = self.unsigned(letter)
            except Exception:  # noqa: BLE001, S112 - raised when that one is taken, and no other
                continue
            self.asked.append(asked)
            for signer, unsigned in zip(self.signers, asked.unsigned, strict=True):
                if process := self.processes.get(signer):
                    process.ask(unsigned.digest)

    def hear(self) -> None:
        """The next signature, and ask for one more."""
        asked = self.asked[0]
        self.made[asked.letter.id] = self.signed(asked, self.processes)
        self.asked.popleft()
        self.ask()

    def unsigned(self, letter: Claimed) -> Asked:
        values = self.values(letter)
        return Asked(letter, values, [signer.unsigned(values) for signer in self.signers])

    def signed(self, asked: Asked, processes: Mapping[Signer, SigningProcess]) -> Signed:
        headers = b""
        for signer, unsigned in zip(self.signers, asked.unsigned, strict=True):
            process = processes.get(signer)
            signature = process.take() if process else sign(signer.key, unsigned.digest)
            headers += signer.header(unsigned, signature)
        return Signed(headers, asked.values)

    def sign_now(self, letter: Claimed) -> Signed:
        return self.signed(self.unsigned(letter), {})

    def stop(self, error: Exception) -> None:
        """What was expected is signed when it is taken; the next letters are tried that way again."""
        log.warning("Letters are signed one by one: no process signs ahead.", exc_info=error)
        self.close()
        self.expected.clear()
        self.asked.clear()

    def close(self) -> None:
        for process in self.processes.values():
            process.close()
        self.processes.clear()
