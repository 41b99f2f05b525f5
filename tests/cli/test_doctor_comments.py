"""`rotativa doctor` on the numbers of comments."""

import pytest

from rotativa.articles.models import FrontPage
from rotativa.comments.models import ThreadCount
from tests.cli.test_doctor import faults, look
from tests.comments.doors import added
from tests.factories.articles import add_article

pytestmark = pytest.mark.usefixtures("site")


def test_wrong_number_is_found_and_mended(paper: FrontPage) -> None:
    gate = add_article(paper, "Gate opens")
    assert "ok     comments: counted as they are." in look().output
    added(gate, "Uncounted")

    told = ["comments", "1 number of comments wrong.", "Run: rotativa doctor --fix"]
    assert told in faults()
    assert "ok     comments: 1 number of comments wrong." in look("--fix").output

    assert ThreadCount.objects.shown(gate.translation_key) == 1
    assert faults() == []
