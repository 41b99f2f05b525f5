"""Copies of sources at the desk."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import ask_stamps, take_capture
from rotativa.evidence.capture.bounds import BOUNDS
from rotativa.evidence.capture.record import read_record
from rotativa.evidence.capture.take import Means
from rotativa.evidence.models import Capture
from rotativa.evidence.models.capture import MOST_ATTEMPTS, Status, Visibility
from rotativa.evidence.stamps.asking import ask_for_stamps
from tests.evidence.site import Site
from tests.factories.captures import captured, model_copy
from tests.factories.evidence import source
from tests.newsroom.desk import desk_of, may, set_language

COPIES = "/desk/copies/"


@pytest.fixture
def desk(paper: FrontPage) -> Client:
    return desk_of("Editor")


def states() -> list[tuple[str, str]]:
    return list(Capture.objects.order_by("pk").values_list("status", "visibility"))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_however_long(
    desk: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        captured(source(f"S{each}"), Status.DOUBTFUL)
    desk.get(COPIES)

    with django_assert_num_queries(11):
        page = desk.get(COPIES).content.decode()

    assert len(re.findall("No browser has run the page", page)) == number


def test_list_is_narrowed_to_what_a_person_must_look_at(desk: Client) -> None:
    captured(source("Log"), Status.DOUBTFUL)
    captured(source("Film"), Status.FAILED, last_error="film.example does not answer.")

    everything = desk.get(COPIES)
    doubtful = desk.get(COPIES, {"status": "doubtful"})

    assert "film.example does not answer." in everything.content.decode()
    assert [str(each) for each in doubtful.context["object_list"]] == ["Log"]


def test_why_there_is_no_copy_or_stamp_is_said_in_the_language_of_whoever_reads_it(
    desk: Client,
) -> None:
    """And not in that of the worker that met it."""
    with Site() as away:
        means, url = Means(browser=None, reach=away.reach()), away.url("/")
    at = timezone.now()
    failed = Capture.objects.create(
        source=source("Film", url=url), asked_at=at, next_attempt_at=at, attempts=MOST_ATTEMPTS - 1
    )
    taken = captured(source("Log"), stamps_due_at=at)
    with translation.override("es"):
        take_capture(failed, at=at, means=means)
        ask_stamps(
            taken,
            at=at,
            authorities=lambda sha256, **_: ask_for_stamps(
                bytes.fromhex(sha256), [f"http://127.0.0.1:{away.port}/"], roots=[]
            ),
        )

    for language, why, fault in (
        ("en", "paper.test cannot be reached.", "The authority does not answer."),
        ("es", "No se puede llegar a paper.test.", "La autoridad no responde."),
    ):
        set_language(desk, language)
        assert why in desk.get(COPIES).content.decode()
        assert why in desk.get(f"{COPIES}{failed.pk}/").content.decode()
        assert fault in desk.get(f"{COPIES}{taken.pk}/").content.decode()


def test_that_no_room_is_left_is_said_in_the_language_of_whoever_reads_it(
    desk: Client,
) -> None:
    full, at = replace(BOUNDS, free_bytes=2**62), timezone.now()
    failed = Capture.objects.create(source=source("Log"), asked_at=at, next_attempt_at=at)
    with translation.override("es"):
        take_capture(failed, at=at, means=Means(browser=None, bounds=full))

    for language, why in (
        ("en", "less than 4294967296 GB is left on the disk."),
        ("es", "quedan menos de 4294967296 GB en el disco."),
    ):
        set_language(desk, language)
        assert why in desk.get(COPIES).content.decode()


def test_failed_one_is_tried_again_beside_what_was(desk: Client) -> None:
    failed = captured(source("Log"), Status.FAILED)

    for _press in range(2):
        desk.post(f"{COPIES}{failed.pk}/again/")

    assert [status for status, _seen in states()] == ["failed", "queued"]


def test_doubtful_one_is_looked_at_and_approved(desk: Client) -> None:
    capture = captured(source("Log"), Status.DOUBTFUL)

    page = desk.get(f"{COPIES}{capture.pk}/").content.decode()
    view = desk.get(f"{COPIES}{capture.pk}/view.html")
    desk.post(f"{COPIES}{capture.pk}/decide/", {"verdict": "approve"})
    late = desk.post(f"{COPIES}{capture.pk}/decide/", {"verdict": "refuse"}, follow=True)

    assert "Sentence 7 tells what the ministry has said." in page
    assert "https://log.example/" in page
    assert read_record(model_copy()).final_url in page
    assert f'src="{COPIES}{capture.pk}/view.html" sandbox' in page
    assert view.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert states() == [("taken", "public")]
    assert "Somebody has decided about this copy already." in late.content.decode()
    assert str(Capture.objects.get().approved_by) == "editor@paper.example"


def test_doubtful_one_is_refused(desk: Client) -> None:
    capture = captured(source("Log"), Status.DOUBTFUL)

    desk.post(f"{COPIES}{capture.pk}/decide/", {"verdict": "refuse"})

    assert states() == [("refused", "public")]


def test_copy_is_withdrawn_for_a_reason(desk: Client) -> None:
    capture = captured(source("Log"))
    said = {"visibility": "withdrawn", "because": "A court has ordered it."}

    refused = desk.post(f"{COPIES}{capture.pk}/withdraw/", said | {"because": ""})
    assert refused.status_code == 200
    assert states() == [("taken", "public")]
    desk.post(f"{COPIES}{capture.pk}/withdraw/", said)
    again = desk.post(f"{COPIES}{capture.pk}/withdraw/", said, follow=True).content.decode()

    capture.refresh_from_db()
    assert capture.visibility == Visibility.WITHDRAWN
    assert (capture.withdrawn_because, str(capture.withdrawn_by)) == (
        "A court has ordered it.",
        "editor@paper.example",
    )
    assert "This copy is hidden from readers already." in again
    assert "A court has ordered it." in again


def test_copy_made_by_hand_is_uploaded(desk: Client) -> None:
    log = source("Log", url=read_record(model_copy()).url)
    whole = (model_copy() / "capture.wacz").read_bytes()

    for url, content in [
        (log.url, b"no archive"),
        ("https://other.example/", whole),
        (source("Film").url, whole),
    ]:
        file = SimpleUploadedFile("log.wacz", content)
        answer = desk.post(f"{COPIES}upload/", {"url": url, "file": file})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    answer = desk.post(
        f"{COPIES}upload/", {"url": log.url, "file": SimpleUploadedFile("log.wacz", whole)}
    )

    capture = Capture.objects.get()
    assert answer.headers["Location"] == f"{COPIES}{capture.pk}/"
    assert (capture.status, capture.how, capture.source) == ("doubtful", "by-hand", log)


def test_writers_look_and_editors_decide(paper: FrontPage) -> None:
    capture = captured(source("Log"), Status.DOUBTFUL)
    author = desk_of("Author")

    assert may(author.get(COPIES))
    assert "Refuse it" not in author.get(f"{COPIES}{capture.pk}/").content.decode()
    for path in ("again/", "decide/", "withdraw/"):
        assert not may(author.post(f"{COPIES}{capture.pk}/{path}", {"verdict": "approve"}))
    assert not may(author.get(f"{COPIES}upload/"))
    assert Client().get(f"{COPIES}{capture.pk}/view.html").status_code == 302
    assert states() == [("doubtful", "public")]
