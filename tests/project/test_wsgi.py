"""The entrance behind the front."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from rotativa.lib.room import SMALL_BODY
from rotativa.project.wsgi import behind_front


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
