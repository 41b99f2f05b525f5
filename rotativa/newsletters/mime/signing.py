"""Signs in a process of its own: by RSA, that takes twice as long as all else that a letter costs.

In threads the two would wait for each other between any two steps.
"""

import os
import select
import struct
import sys

from cryptography.hazmat.primitives.asymmetric import rsa

from rotativa.lib.mail_keys import read_key, sign, written_key
from rotativa.lib.own_process import end_session, pipes_of, start_module

LENGTH = struct.Struct(">I")
"""Of the key, which comes first."""
DIGEST = 32
"""Bytes."""
AT_ONCE = 64 * 1024
PATIENCE = 10
"""Seconds: less than a lease, and ten thousand times as long as a signature takes."""


class Stopped(Exception):
    """The process is no more."""


class SigningProcess:
    """Signatures are taken in the order in which they were asked for."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        """Raises `OSError` where no process can be started, `Stopped` where it has ended at once."""
        self.length = (key.key_size + 7) // 8
        """Of a signature, in bytes."""
        self.process = start_module(__name__)
        self.asked, self.told = pipes_of(self.process)
        self.has_said = select.poll()
        self.has_said.register(self.told, select.POLLIN)
        self.heard = b""
        pem = written_key(key)
        try:
            self.ask(LENGTH.pack(len(pem)) + pem)
        except Stopped:
            self.close()
            raise

    def ask(self, digest: bytes) -> None:
        """Raises `Stopped`."""
        try:
            self.asked.write(digest)
            self.asked.flush()
        except OSError as error:
            raise Stopped from error

    def take(self) -> bytes:
        """Raises `Stopped`, also where it is there and does nothing."""
        while len(self.heard) < self.length:
            if not self.has_said.poll(1000 * PATIENCE):
                raise Stopped
            part = os.read(self.told.fileno(), AT_ONCE)
            if not part:
                raise Stopped
            self.heard += part
        signature, self.heard = self.heard[: self.length], self.heard[self.length :]
        return signature

    def close(self) -> None:
        end_session(self.process)


def main() -> None:
    """`python -m rotativa.newsletters.mime.signing`: a key and digests come in, signatures go out."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    (length,) = LENGTH.unpack(asked.read(LENGTH.size))
    key = read_key(asked.read(length).decode())
    while len(digest := asked.read(DIGEST)) == DIGEST:
        told.write(sign(key, digest))
        told.flush()


if __name__ == "__main__":
    main()
