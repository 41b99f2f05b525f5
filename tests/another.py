"""Two who want the same at once, each by a connection of their own."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

# Each commits, and what the migrations made is put back.
committed = pytest.mark.django_db(
    transaction=True, serialized_rollback=connection.vendor != "sqlite"
)
where_two_write = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="there one writer at a time is alone"
)


@contextmanager
def another(act: Callable[[], object]) -> Iterator[None]:
    """Does that by a connection of their own, and waits for what this one has done and not stored yet."""

    def do() -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as others:
        with transaction.atomic():
            yield
            done = others.submit(do)
            while not waits_for_another():
                assert not done.done(), "nobody had to wait"
                time.sleep(0.01)
        done.result()


def waits_for_another() -> bool:
    """Whoever it is: other processes of the run have databases of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
