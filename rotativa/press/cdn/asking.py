"""One request to a CDN, and what its refusals mean."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from rotativa.lib.services import Answer, NoAnswer, ask
from rotativa.press.cdn import PurgeFailed

LONGEST_REST = 60.0


def ask_to_purge(method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """Raises `PurgeFailed`."""
    told = {
        "Host": urlsplit(url).netloc,
        **headers,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    try:
        answer = ask(method, url, headers=told, body=body)
    except NoAnswer as error:
        raise PurgeFailed(str(error)) from error
    if answer.status != 200:
        words = answer.body[:300].decode(errors="replace")
        raise PurgeFailed(
            f"{url} answers {answer.status}: {words}", after=seconds_in(answer.headers)
        )
    return answer


def seconds_in(headers: Mapping[str, str]) -> float:
    told = headers.get("retry-after", "")
    return min(float(told), LONGEST_REST) if told.isdecimal() else 0
