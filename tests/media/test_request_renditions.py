"""What readers are to see is made once, found again when its task is lost, and made anew when it changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django_tasks import task_backends

from rotativa.lib.clock import minute
from rotativa.media.actions import answer_request, request_renditions
from rotativa.media.models import Picture, RenditionRequest
from rotativa.media.models.requests import MOST_ATTEMPTS
from tests.another import another, committed, where_two_write
from tests.factories.media import PictureFactory, picture_data, scene
from tests.media.files import opened, rendition, specs

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
SPECS = ["width-200|format-avif", "width-200|format-jpeg", "width-200|format-webp"]


@pytest.fixture
def picture() -> Picture:
    return PictureFactory.create(file=ContentFile(picture_data(scene((200, 120))), name="weir.jpg"))


@pytest.fixture
def lost_tasks(monkeypatch) -> list[int]:
    """Tasks are taken and never run; here are the pictures that they were for."""
    lost: list[int] = []

    def lose(backend, task, args, kwargs):
        lost.append(args[0])

    monkeypatch.setattr(type(task_backends["default"]), "enqueue", lose)
    return lost


def test_a_request_is_answered_once_the_transaction_is_over(
    picture, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert request_renditions([picture.pk], at=NOON) == [picture.pk]
        assert specs(picture) == []

    assert specs(picture) == SPECS
    assert RenditionRequest.objects.get().made_for == picture.fingerprint


def test_nobody_asked_nothing_is_made(picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()

    assert specs(picture) == []


def test_what_is_there_is_not_asked_for_again(
    picture, django_capture_on_commit_callbacks, django_assert_num_queries
):
    with django_capture_on_commit_callbacks(execute=True):
        request_renditions([picture.pk], at=NOON)

    with django_assert_num_queries(2):
        assert request_renditions([picture.pk], at=NOON) == []


@pytest.mark.every_case
@pytest.mark.parametrize("number", [1, 3])
def test_many_are_asked_for_with_few_queries(number, lost_tasks, django_assert_num_queries):
    pictures = [each.pk for each in PictureFactory.create_batch(number)]

    with django_assert_num_queries(3):
        assert request_renditions([*pictures, pictures[0], 0], at=NOON) == pictures


def test_a_lost_task_is_found_again_and_not_sent_each_minute(
    picture, lost_tasks, django_capture_on_commit_callbacks
):
    request_renditions([picture.pk], at=NOON)
    sent = []

    for minutes in range(1, 32):
        with django_capture_on_commit_callbacks(execute=True):
            minute.send(sender=None, at=NOON + timedelta(minutes=minutes))
        sent += [minutes] * len(lost_tasks)
        lost_tasks.clear()

    assert sent == [15, 30]


def test_a_worker_that_died_at_it_is_waited_for_no_longer_than_it_may_take(
    picture, lost_tasks, django_capture_on_commit_callbacks
):
    request_renditions([picture.pk], at=NOON)
    RenditionRequest.objects.claim(picture.pk, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=NOON + timedelta(minutes=10))

    assert lost_tasks == [picture.pk]
    assert answer_request(picture.pk, at=NOON + timedelta(minutes=10))


def test_the_clock_wakes_nothing_that_is_made(
    picture, lost_tasks, django_capture_on_commit_callbacks
):
    request_renditions([picture.pk], at=NOON)
    answer_request(picture.pk, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=NOON + timedelta(days=1))

    assert lost_tasks == []


def test_renditions_that_were_lost_are_made_again(
    picture, lost_tasks, django_capture_on_commit_callbacks
):
    request_renditions([picture.pk], at=NOON)
    answer_request(picture.pk, at=NOON)
    picture.renditions.all().delete()
    picture.get_rendition("max-165x165")

    with django_capture_on_commit_callbacks(execute=True):
        minute.send(sender=None, at=NOON + timedelta(minutes=15))

    assert lost_tasks == [picture.pk]


@pytest.mark.every_case
def test_two_workers_do_not_make_the_same(picture):
    request_renditions([picture.pk], at=NOON)
    assert RenditionRequest.objects.claim(picture.pk, at=NOON)

    assert not answer_request(picture.pk, at=NOON + timedelta(minutes=9))
    assert specs(picture) == []
    assert answer_request(picture.pk, at=NOON + timedelta(minutes=10))
    assert specs(picture) == SPECS


@pytest.mark.every_case
@committed
@where_two_write
def test_of_two_workers_at_the_same_moment_one_makes_it(picture, lost_tasks):
    request_renditions([picture.pk], at=NOON)
    is_made: list[bool] = []

    with another(lambda: is_made.append(answer_request(picture.pk, at=NOON))):
        assert RenditionRequest.objects.claim(picture.pk, at=NOON)

    assert (is_made, specs(picture)) == ([False], [])
    assert RenditionRequest.objects.get().attempts == 1


def test_a_changed_credit_is_in_new_renditions(picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_renditions([picture.pk], at=NOON)
    thumbnail = picture.get_rendition("max-165x165")

    with django_capture_on_commit_callbacks(execute=True):
        picture.credit = picture.creator = "Chi Roe"
        picture.save()

    assert specs(picture) == SPECS
    for each in SPECS:
        assert "Chi Roe" in opened(rendition(picture, each)).info["xmp"].decode()
    assert not thumbnail.file.storage.exists(thumbnail.file.name)


def test_a_changed_title_makes_nothing_anew(picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_renditions([picture.pk], at=NOON)
    made = {each.file.name for each in picture.renditions.all()}

    with django_capture_on_commit_callbacks(execute=True):
        picture.title, picture.description = "Other", "Other"
        picture.save()

    assert {each.file.name for each in picture.renditions.all()} == made


def test_a_saved_part_of_a_picture_counts_too(picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_renditions([picture.pk], at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        picture.rights = "© 2027"
        picture.save(update_fields=["rights"])

    assert "© 2027" in opened(rendition(picture, SPECS[0])).info["xmp"].decode()


def test_old_files_go_when_new_ones_are_there(picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_renditions([picture.pk], at=NOON)
    earlier = rendition(picture, SPECS[0]).file

    with django_capture_on_commit_callbacks(execute=True):
        picture.credit = "Chi Roe"
        picture.save()

    assert not earlier.storage.exists(earlier.name)
    assert earlier.storage.exists(rendition(picture, SPECS[0]).file.name)


def test_a_failure_says_why_waits_longer_each_time_and_is_given_up(picture):
    picture.file.storage.delete(picture.file.name)
    request_renditions([picture.pk], at=NOON)
    at, pauses = NOON, []

    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert not answer_request(picture.pk, at=at)
        request = RenditionRequest.objects.get()
        assert request.attempts == attempt
        pauses.append(round((request.due_at - at) / timedelta(minutes=1)))
        at = request.wake_at

    assert pauses == [2, 4, 8, 16, 32]
    assert not RenditionRequest.objects.lost(at).exists()
    assert not answer_request(picture.pk, at=at)
    assert request.why == (
        "No files for readers could be made of this picture: its file is missing"
    )


def test_a_drawing_that_was_spoilt_says_why():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    drawing = PictureFactory.create(file=ContentFile(svg, name="sign.svg"))
    drawing.file.storage.delete(drawing.file.name)
    drawing.file.storage.save(drawing.file.name, ContentFile(svg[:-9]))
    request_renditions([drawing.pk], at=NOON)

    assert not answer_request(drawing.pk, at=NOON)
    assert "This is not a drawing that can be read" in RenditionRequest.objects.get().why


def test_a_picture_given_up_is_tried_again_when_its_file_is_replaced(
    picture, django_capture_on_commit_callbacks
):
    picture.file.storage.delete(picture.file.name)
    request_renditions([picture.pk], at=NOON)
    RenditionRequest.objects.update(attempts=MOST_ATTEMPTS, last_error="It failed.")

    with django_capture_on_commit_callbacks(execute=True):
        picture.file = ContentFile(picture_data(scene((200, 140))), name="other.jpg")
        picture.save()

    assert specs(picture) == SPECS
    assert RenditionRequest.objects.get().last_error == ""


def test_a_picture_deleted_meanwhile_is_no_error(picture):
    request_renditions([picture.pk], at=NOON)
    deleted = picture.pk
    picture.delete()

    assert not answer_request(deleted, at=NOON)
