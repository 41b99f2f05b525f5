"""The entrance behind the front."""

import logging
from io import BytesIO
from logging.handlers import BufferingHandler
from typing import Any

import pytest
from django.test import RequestFactory

from rotativa.lib.room import SMALL_BODY
from rotativa.project.wsgi import behind_front


def test_a_small_form_that_broke_off_is_refused(kept_connection: None) -> None:
    told: list[str] = []
    asked = RequestFactory(headers={"x-forwarded-for": "127.0.0.1"}).post("/en/-/newsletters/")
    environ = asked.environ | {"wsgi.input": BytesIO(b"address="), "CONTENT_LENGTH": "100"}

    b"".join(behind_front(environ, lambda status, *_: told.append(status)))

    assert told == ["400 Bad Request"]


@pytest.mark.parametrize(("size", "taken"), [(SMALL_BODY, SMALL_BODY), (SMALL_BODY + 1, 0)])
def test_a_small_form_is_taken_in_also_where_nobody_reads_it(
    kept_connection: None, size: int, taken: int
) -> None:
    """What is left in the line would end it together with the answer."""
    told: list[str] = []
    form = BytesIO(b"x" * size)
    asked = RequestFactory(headers={"x-forwarded-for": "127.0.0.1"}).post(
        "/en/", b"", content_type="text/plain"
    )
    environ: dict[str, Any] = {
        **asked.environ,
        "wsgi.input": form,
        "CONTENT_LENGTH": str(size),
    }

    b"".join(behind_front(environ, lambda status, *_: told.append(status)))

    assert (told, form.tell()) == (["403 Forbidden"], taken)


def test_a_large_form_that_broke_off_is_refused_without_a_word(
    kept_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sender is gone; what is in the log is for those who can do something about it."""
    console = BufferingHandler(100)
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [console])
    told: list[str] = []
    asked = RequestFactory(headers={"x-forwarded-for": "127.0.0.1"}).post("/en/-/newsletters/")
    environ = asked.environ | {
        "wsgi.input": BytesIO(b"address=" + b"x" * SMALL_BODY),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(2 * SMALL_BODY),
    }

    b"".join(behind_front(environ, lambda status, *_: told.append(status)))

    assert (told, console.buffer) == (["400 Bad Request"], [])
