"""What tests of searching have in common; each file says which of them it uses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches

from tests.factories.articles import NOON


@pytest.fixture
def nobody_has_searched() -> None:
    caches["searches"].clear()


@pytest.fixture
def a_day_later() -> Iterator[None]:
    """Than articles of tests are published."""
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        yield
