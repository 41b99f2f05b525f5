"""Each article and page of a real export is open to everybody, in light and in dark."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from rotativa.articles.models import Article, FrontPage
from rotativa.importers.actions import store
from rotativa.importers.plan import Plan
from rotativa.importers.systems.wordpress import read_wxr
from rotativa.pages.models import PlainPage
from tests.browser.accessibility import assert_accessible_by_day_and_night
from tests.conftest import INPUTS

EXPORT = INPUTS / "wxr" / "theme-test-data" / "themeunittestdata.wordpress.xml"
NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
PARTS = 4
"""So that several processes share the work; each imports the whole export for itself."""

pytestmark = [
    pytest.mark.inputs,
    pytest.mark.skipif(
        not INPUTS.is_dir(),
        reason="the folder shared/inputs with real exports is not beside the repository",
    ),
]


@pytest.fixture
def addresses(paper: FrontPage) -> list[str]:
    """Of all that an import published, which a second import leaves alone."""
    records = list(read_wxr([EXPORT], language="en"))
    plan = Plan(languages=("en",), language="en", fetches_media=False)
    first, second = (store(records, plan=plan, at=NOON) for _ in range(2))
    assert (dict(first.stored), dict(second.stored)) == (
        {"article": 58, "page": 21, "comment": 24},
        {},
    )
    assert (Article.objects.count(), PlainPage.objects.count()) == (58, 21)
    pages = [*Article.objects.live().order_by("pk"), *PlainPage.objects.live().order_by("pk")]
    return [str(page.url) for page in pages]


@pytest.mark.parametrize("part", range(PARTS))
def test_import_is_accessible(page: Page, addresses: list[str], part: int) -> None:
    assert len(addresses) == 77  # two of the 79 are drafts

    findings = []
    for address in addresses[part::PARTS]:
        answer = page.goto(address)
        assert answer is not None
        if answer.status == 200:
            try:
                assert_accessible_by_day_and_night(page)
            except AssertionError as error:
                findings.append(str(error))
        else:
            findings.append(f"{address}: {answer.status}")

    assert findings == []
