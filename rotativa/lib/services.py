"""Requests to services that the keeper of the site has named in its settings.

Nobody else chooses the address, so it may be a private one, unlike those of `http`. One attempt, no
redirects, small answers, bounded in time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpcore

from rotativa.lib.asking import trust

SECONDS = 5
LONGEST_ANSWER = 64 * 1024


class NoAnswer(Exception):
    """The service cannot be reached, or does not answer in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    def data(self) -> Any:
        """Its JSON, or None."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    seconds: float = SECONDS,
) -> Answer:
    """Raises `NoAnswer`."""
    limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trust()) as pool,
            pool.stream(
                method,
                url,
                headers=list(headers.items()),
                content=body,
                extensions={"timeout": limits},
            ) as answer,
        ):
            received = b""
            for chunk in answer.iter_stream():
                received += chunk
                if len(received) > LONGEST_ANSWER:
                    break
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise NoAnswer(f"{url} does not answer: {error or type(error).__name__}") from error
    told = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
    }
    return Answer(answer.status, told, received)
