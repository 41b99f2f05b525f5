"""One request to a service that translates, and what its refusals mean to an editor."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from rotativa.articles.translators import NotTranslated, TooLong
from rotativa.lib.http import PUBLIC, FetchError, Limits, Reach, Response, TooSlow, post, reach_of

LIMITS = Limits(max_bytes=2 * 2**20, total_seconds=90, idle_seconds=80)
"""A model without a graphics card takes its time."""
LONGEST_REST = 3600.0
LONGEST_REASON = 200


def ask_to_translate(
    name: str, url: str, data: Mapping[str, Any], *, headers: Mapping[str, str], is_ours: bool
) -> Any:
    """Return the JSON of the answer; `is_ours` when the address stands in the site's settings."""
    body = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    reach: Reach = reach_of(url) if is_ours else PUBLIC
    told = {"Content-Type": "application/json", **headers}
    try:
        answer = post(url, body, headers=told, limits=LIMITS, reach=reach)
    except TooSlow as error:
        raise NotTranslated(
            _("%(service)s did not answer in time."), service=name, may_pass=True
        ) from error
    except FetchError as error:
        raise NotTranslated(
            _("%(service)s cannot be asked: %(why)s"),
            service=name,
            why=error,
            may_pass=error.may_pass,
        ) from error
    if answer.status != 200:
        raise refusal_of(name, answer)
    return data_of(name, answer)


def data_of(name: str, answer: Response) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise unreadable(name) from error


def texts_of(name: str, texts: Any, *, count: int) -> list[str]:
    """As many as were sent, or the answer is of no use."""
    if not isinstance(texts, list) or len(texts) != count:
        raise unreadable(name)
    if not all(isinstance(text, str) for text in texts):
        raise unreadable(name)
    return texts


def unreadable(name: str) -> NotTranslated:
    return NotTranslated(
        _("%(service)s gave an answer that cannot be read."), service=name, may_pass=True
    )


def refusal_of(name: str, answer: Response) -> NotTranslated:
    told: dict[str, Any] = {"service": name, "status": answer.status, "why": reason_of(answer)}
    match answer.status:
        case 401 | 403:
            return NotTranslated(
                _("%(service)s does not take the key of this site. It says: %(why)s"), **told
            )
        case 456:
            return NotTranslated(_("The quota at %(service)s is used up. It says: %(why)s"), **told)
        case 413 | 414:
            return TooLong(_("The text is too long for %(service)s."), **told)
        case 429 | 529:
            return NotTranslated(
                _("%(service)s is asked too often, and is left alone for a while."),
                **told,
                may_pass=True,
                after=rest_of(answer),
            )
        case status if status >= 500:
            return NotTranslated(
                _("%(service)s is in trouble (status %(status)d). It says: %(why)s"),
                **told,
                may_pass=True,
                after=rest_of(answer),
            )
    return NotTranslated(
        _("%(service)s refuses the text (status %(status)d). It says: %(why)s"), **told
    )


def reason_of(answer: Response) -> str:
    """What the service says, shortened: `message` is DeepL's word for it, `error` LibreTranslate's."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        found = told.get("message") or told.get("error") or told.get("detail")
        if isinstance(found, str) and found.strip():
            words = "".join(sign for sign in " ".join(found.split()) if sign.isprintable())
            return words[:LONGEST_REASON]
    return "–"


def rest_of(answer: Response) -> float:
    told = answer.headers.get("retry-after", "")
    return min(float(told), LONGEST_REST) if told.isascii() and told.isdecimal() else 0
