"""Asking Django for a page as a reader without an account would, and noting what it was made of."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import got_request_exception
from django.db.models import Model
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from rotativa.pages import keys
from rotativa.pages.keys import Address
from rotativa.pages.memo import remembered

M = TypeVar("M", bound=Model)

LONGEST_PAGE = 20 * 1024 * 1024
# Of the connection or of the reader, not of the page.
NOT_KEPT = {"content-length", "date", "server", "connection", "set-cookie", "etag", "vary"}
PRINTED_STATUSES = {200, 301, 308, 302, 303, 307, 404, 410}


class CannotRender(Exception):
    """The page did not render; the message says why, for editors."""


@dataclass(frozen=True, slots=True)
class Rendered:
    status: int
    headers: dict[str, str]
    body: bytes
    keys: frozenset[str]
    leads_to: frozenset[Address]
    is_for_all: bool
    """Whether every reader would get the same: nothing was asked of a session."""


class PrintRequest(WSGIRequest):
    """Asked by us, not by a reader."""


def is_readers(record: logging.LogRecord) -> bool:
    """Whether Django's news of a request is any: what it says of ours is printed, or `CannotRender`."""
    return not isinstance(getattr(record, "request", None), PrintRequest)


@cache
def handler() -> Callable[[WSGIRequest], HttpResponseBase]:
    """Django with all of its middleware, as the server has it."""
    logging.getLogger("django.request").addFilter(is_readers)
    return WSGIHandler().get_response


def render(path: str) -> Rendered:
    """What a path answers. Raises `CannotRender`, from the error of the page where there is one."""
    with keys.collected() as found, keys.followed() as led_to, uncaught() as errors:
        # Not closed: that would say that a request has ended, and end the connection to the database.
        response = answer_to(path)
        body = body_of(response)
    if response.status_code not in PRINTED_STATUSES:
        answer = f"The page answers {response.status_code} {response.reason_phrase}."
        causes = [f"{type(error).__name__}: {error}" for error in errors]
        raise CannotRender(" ".join([answer, *causes])) from (errors[0] if errors else None)
    return Rendered(
        status=response.status_code,
        headers={
            name.lower(): value for name, value in response.items() if name.lower() not in NOT_KEPT
        },
        body=body,
        keys=frozenset(found),
        leads_to=frozenset(led_to),
        is_for_all=is_for_all(response),
    )


def answer_to(path: str) -> HttpResponseBase:
    """Also where the page for errors fails, as on a site whose static files were never collected."""
    try:
        request = request_for(path)
        put_site(request)
        return handler()(request)
    except Exception as error:  # whatever a page raises is told at the page, and tried again
        raise CannotRender(f"The page fails. {type(error).__name__}: {error}") from error


def put_site(request: WSGIRequest) -> None:
    """Where Wagtail would put it, with the front page from which it looks for the others.

    Found once for many pages; new objects each time, which have loaded nothing.
    """
    found: Site | None = remembered(
        "site", lambda: Site.find_for_request(request), until=[keys.SITE]
    )
    if found is None:
        return
    site = copy_of(found, [field.attname for field in Site._meta.concrete_fields])
    setattr(request, "_wagtail_site", site)  # noqa: B010  # Wagtail's own, unknown to the type
    language, _slash, further = request.path_info.lstrip("/").partition("/")
    if further and language in dict(settings.LANGUAGES):  # a front page itself is read whole
        # Looked for when asked for: what is no page of Wagtail's is not made of it.
        site._state.fields_cache["root_page"] = SimpleLazyObject(
            partial(own_front, found, language)
        )


def own_front(site: Site, language: str) -> Page:
    """The front page of a language, with what Wagtail's table has of it."""
    found = remembered(("front", language), lambda: front_of(site, language), until=[keys.SITE])
    names = [field.attname for field in Page._meta.concrete_fields]
    return copy_of(
        found, [*names, *(link.attname for link in found._meta.parents.values() if link)]
    )


def front_of(site: Site, language: str) -> Page:
    """Of a language, or the main one while that has none."""
    with translation.override(language):
        front: Page = site.root_page.localized.specific
        return front


def copy_of(row: M, names: Sequence[str]) -> M:
    """As if these columns of a row had just been read; the others are when they are asked for."""
    return type(row).from_db(row._state.db, names, [getattr(row, name) for name in names])


@contextmanager
def uncaught() -> Iterator[list[BaseException]]:
    """Errors of views and templates, which Django turns into a page for readers."""
    errors: list[BaseException] = []

    def note(**_: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            errors.append(error)

    got_request_exception.connect(note, weak=False)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(note)


def request_for(path: str) -> PrintRequest:
    home = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = home.port or (443 if home.scheme == "https" else 80)
    return PrintRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": home.hostname or "localhost",
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": home.netloc,
            "HTTP_X_FORWARDED_PROTO": home.scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": home.scheme,
            "wsgi.input": BytesIO(),
        }
    )


def body_of(response: Any) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        raise CannotRender("The page is a stream; only whole answers can be printed.")
    body: bytes = response.content
    if len(body) > LONGEST_PAGE:
        raise CannotRender(f"The page is longer than {LONGEST_PAGE} bytes.")
    return body


def is_for_all(response: HttpResponseBase) -> bool:
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    private = {"private", "no-store"} & {
        part.strip().lower() for part in response.get("Cache-Control", "").split(",")
    }
    return not response.cookies and not private and "cookie" not in vary
