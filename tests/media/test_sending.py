"""Documents behind the front: Django says who may have one, the front sends it."""

from typing import Any

from django.test import Client, RequestFactory
from wagtail.models import Collection, CollectionViewRestriction

from rotativa.articles.models import FrontPage
from rotativa.media.models import File
from rotativa.media.sending import FRONT_SENDS, HEADER
from rotativa.project.wsgi import behind_front
from tests.factories.media import FileFactory

BEHIND_FRONT: dict[str, Any] = {FRONT_SENDS: True}


def test_document_is_named_to_the_front_and_sent_by_it(client: Client, db: None) -> None:
    file: File = FileFactory.create()

    answer = client.get(file.url, **BEHIND_FRONT)

    assert answer.headers[HEADER] == file.file.name
    assert answer.content == b""
    assert answer.headers["ETag"] == f'"{file.file_hash}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{file.filename}"'


def test_answer_to_the_front_promises_no_body(kept_connection: None) -> None:
    file: File = FileFactory.create()
    told: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        told.update({"status": status, **{name.lower(): value for name, value in headers}})

    environ = RequestFactory(headers={"x-forwarded-for": "127.0.0.1"}).get(file.url).environ
    body = b"".join(behind_front(environ, start))

    assert (told["status"], body) == ("200 OK", b"")
    assert told["x-sendfile"] == file.file.name
    assert "content-length" not in told


def test_document_is_sent_by_django_where_there_is_no_front(client: Client, db: None) -> None:
    file: File = FileFactory.create()

    answer = client.get(file.url, headers={"rotativa.front_sends_files": "1"})

    with file.file.open("rb") as stored:
        assert answer.getvalue() == stored.read()
    assert HEADER not in answer.headers


def test_restricted_document_is_not_named_to_strangers(client: Client, paper: FrontPage) -> None:
    maps = Collection.get_first_root_node().add_child(name="Maps")
    file: File = FileFactory.create(collection=maps)
    CollectionViewRestriction.objects.create(
        collection=maps, restriction_type=CollectionViewRestriction.LOGIN
    )

    answer = client.get(file.url, **BEHIND_FRONT)

    assert answer.status_code == 302
    assert HEADER not in answer.headers
