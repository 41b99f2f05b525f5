import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _addresses_of_lists(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.articles.urls"
