"""The queue of tasks: what waits already does not wait twice, and nothing that was asked for is lost."""

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from rotativa.articles.models import FrontPage
from rotativa.articles.tasks import show_pictures
from rotativa.evidence.tasks import ask_stamps
from rotativa.lib.tasks import enqueue_each
from tests.another import committed, where_two_write
from tests.factories.articles import add_article

WAITING = TaskResultStatus.READY


@pytest.fixture(autouse=True)
def queue(settings: Settings) -> None:
    """As a site has it, where the suite's own runs tasks at once."""
    settings.TASKS = {"default": {"BACKEND": "rotativa.lib.tasks.OnceEachBackend"}}


@pytest.mark.django_db
def test_task_that_waits_with_the_same_arguments_waits_once() -> None:
    first, again = show_pictures.enqueue([1, 2]), show_pictures.enqueue([1, 2])
    other = show_pictures.enqueue([1])

    assert first.id == again.id
    assert set(DBTaskResult.objects.values_list("id", flat=True)) == {
        UUID(first.id),
        UUID(other.id),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("status", [TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL])
def test_task_that_has_begun_is_asked_for_again(status: TaskResultStatus) -> None:
    first = show_pictures.enqueue([1])
    DBTaskResult.objects.update(status=status)

    assert show_pictures.enqueue([1]).id != first.id


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_many_are_asked_for_in_two_queries_and_wait_once_each(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask_stamps.enqueue(1)
    keys = [*range(1, number + 2)]

    with django_assert_num_queries(2):
        enqueue_each(ask_stamps, keys)
    with django_assert_num_queries(1):
        enqueue_each(ask_stamps, keys)

    waiting = DBTaskResult.objects.ready()
    assert sorted(task.args_kwargs["args"][0] for task in waiting) == keys
    assert {task.priority for task in waiting} == {ask_stamps.priority}


@pytest.mark.indexed
def test_article_that_is_published_is_looked_up_once(paper: FrontPage) -> None:
    gate = add_article(paper, "Gate")
    DBTaskResult.objects.all().delete()

    gate.save_revision().publish()

    waiting = DBTaskResult.objects.filter(task_path="wagtail.tasks.update_reference_index_task")
    asked = [str(task.args_kwargs) for task in waiting]
    assert len(asked) == len(set(asked))
    assert any(f"'{gate.pk}'" in each for each in asked)


@committed
@where_two_write
def test_waiting_task_is_kept_from_workers_until_what_it_is_for_is_stored() -> None:
    show_pictures.enqueue([1])
    taken: list[Any] = []

    def work() -> None:
        with transaction.atomic():
            taken.append(DBTaskResult.objects.ready().get_locked())
        connections.close_all()

    with transaction.atomic():
        show_pictures.enqueue([1])
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
    assert taken == [None]
    assert DBTaskResult.objects.filter(status=WAITING).count() == 1


@committed
@where_two_write
def test_task_that_a_worker_is_taking_is_asked_for_again() -> None:
    first = show_pictures.enqueue([1])
    asked: list[str] = []

    def ask() -> None:
        with transaction.atomic():
            asked.append(show_pictures.enqueue([1]).id)
        connections.close_all()

    with transaction.atomic():
        assert DBTaskResult.objects.ready().get_locked() is not None
        editor = threading.Thread(target=ask)
        editor.start()
        editor.join()
    assert connection.vendor == "postgresql"
    assert asked != [first.id]
