"""A printed password opens one page only: the one where another is chosen."""

import pytest
from django.test import Client

from rotativa.people.models import User

HOME = "/desk/"
ACCOUNT = "/desk/account/"


@pytest.fixture
def ada(db: None) -> User:
    ada = User(email="ada@paper.example", is_staff=True, is_superuser=True)
    ada.set_one_time_password("printed-once-9")
    ada.save()
    return ada


def test_one_time_password_leads_to_the_account_from_everywhere(client: Client, ada: User) -> None:
    client.force_login(ada)

    for path in (HOME, "/desk/articles/", "/desk/images/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, ACCOUNT)
    assert client.get(ACCOUNT).status_code == 200


def test_desk_opens_once_another_is_chosen(client: Client, ada: User) -> None:
    ada.set_password("one of her own 7")
    ada.save()
    client.force_login(ada)

    assert client.get(HOME).status_code == 200


def test_readers_pages_ask_nothing_of_her(client: Client, ada: User) -> None:
    client.force_login(ada)

    assert client.get("/").headers["Location"] == "/en/"
