"""`rotativa doctor` on the numbers of comments, and on readers who wish to leave."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rotativa.articles.models import FrontPage
from rotativa.comments.models import ThreadCount
from rotativa.readers.actions import ask_to_leave
from rotativa.readers.models import Leaving
from tests.cli.test_doctor import faults, look
from tests.comments.doors import added
from tests.factories.articles import add_article
from tests.readers.doors import add_reader

pytestmark = pytest.mark.usefixtures("site")


def test_account_that_should_be_gone_is_told(paper: FrontPage) -> None:
    now = timezone.now()
    in_time, late = add_reader("1@post.example", "One"), add_reader("2@post.example", "Two")
    ask_to_leave(in_time, keeps_words=False, at=now)
    assert faults() == []
    ask_to_leave(late, keeps_words=False, at=now - timedelta(hours=25, minutes=1))
    Leaving.objects.update(due_at=now + timedelta(hours=1))  # tried, and put off

    [[part, what, _advice]] = faults()

    assert (part, what) == ("readers", "1 account should be deleted by now.")


def test_wrong_number_is_found_and_mended(paper: FrontPage) -> None:
    gate = add_article(paper, "Gate opens")
    assert "ok     comments: counted as they are." in look().output
    added(gate, "Uncounted")

    told = ["comments", "1 number of comments wrong.", "Run: rotativa doctor --fix"]
    assert told in faults()
    assert "ok     comments: 1 number of comments wrong." in look("--fix").output

    assert ThreadCount.objects.shown(gate.translation_key) == 1
    assert faults() == []
