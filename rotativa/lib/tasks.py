"""A queue of tasks in the database in which no task waits twice."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from django_tasks_db import DatabaseBackend


class OnceEachBackend(DatabaseBackend):
    """Takes a task that waits already, with the same arguments, for the same.

    Tasks look at what the database says when they run, not when they were asked for. Wagtail asks for
    an article's references to be looked up at each of the half dozen times that publishing saves it.
    """

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if task.run_after is None and (waiting := self.waiting_for(task, args, kwargs)):
            return waiting
        return super().enqueue(task, args, kwargs)

    def enqueue_each(self, task: Any, keys: Sequence[int]) -> None:
        """The task for each of these, in two queries; for a task that may run at once."""
        from django_tasks_db.models import (  # noqa: PLC0415  # after the apps are loaded
            DBTaskResult,
            get_date_max,
        )

        self.validate_task(task)
        asked = [normalize_json({"args": [key], "kwargs": {}}) for key in keys]
        waiting = self.alike(task).filter(reduce(or_, (Q(args_kwargs=each) for each in asked)))
        if connection.in_atomic_block:
            waiting = waiting.select_for_update(skip_locked=True)
        known = list(waiting.values_list("args_kwargs", flat=True))
        new: list[Any] = [
            DBTaskResult(
                id=self._get_id(),
                args_kwargs=each,
                priority=task.priority,
                task_path=task.module_path,
                queue_name=task.queue_name,
                run_after=get_date_max(),
                backend_name=self.alias,
            )
            for each in asked
            if each not in known
        ]
        for row in DBTaskResult.objects.bulk_create(new):
            task_enqueued.send(type(self), task_result=row.task_result)

    def waiting_for(self, task: Any, args: Any, kwargs: Any) -> Any:
        """The result of one that runs after what this transaction writes can be seen; None if none does."""
        alike = self.alike(task).filter(
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs})
        )
        # Within a transaction a worker could take it before we are done.
        found = alike.get_locked() if connection.in_atomic_block else alike.first()
        return found.task_result if found else None

    def alike(self, task: Any) -> Any:
        """What waits of the same task, whatever its arguments."""
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415  # after the apps are loaded

        return DBTaskResult.objects.ready().filter(
            task_path=task.module_path,
            backend_name=self.alias,
            queue_name=task.queue_name,
            priority=task.priority,
        )


def enqueue_each(task: Any, keys: Sequence[int]) -> None:
    """Where tasks run at once, one after the other."""
    backend = task.get_backend()
    if isinstance(backend, OnceEachBackend) and keys:
        backend.enqueue_each(task, keys)
    else:
        for key in keys:
            task.enqueue(key)
