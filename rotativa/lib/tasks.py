"""A queue of tasks in the database in which no task waits twice."""

from typing import Any

from django.db import connection
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

    def waiting_for(self, task: Any, args: Any, kwargs: Any) -> Any:
        """The result of one that runs after what this transaction writes can be seen; None if none does."""
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415  # after the apps are loaded

        alike = DBTaskResult.objects.ready().filter(
            task_path=task.module_path,
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
            backend_name=self.alias,
            queue_name=task.queue_name,
            priority=task.priority,
        )
        # Within a transaction a worker could take it before we are done.
        found = alike.get_locked() if connection.in_atomic_block else alike.first()
        return found.task_result if found else None
