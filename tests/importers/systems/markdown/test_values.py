"""Dates and truths as people write them."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from rotativa.importers.systems.markdown.values import as_moment, as_truth, is_denied

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=MADRID)),
        ("2026-3-2", datetime(2026, 3, 2, tzinfo=MADRID)),
        ("2026/03/02 7:05", datetime(2026, 3, 2, 7, 5, tzinfo=MADRID)),
        ("2026-03-02T07:30:15.123", datetime(2026, 3, 2, 7, 30, 15, tzinfo=MADRID)),
        ("2026-03-02T07:30:00Z", datetime(2026, 3, 2, 7, 30, tzinfo=UTC)),
        ("2026-03-02 07:30:00 UTC", datetime(2026, 3, 2, 7, 30, tzinfo=UTC)),
        (
            "2026-03-02 07:30:00 +0530",
            datetime(2026, 3, 2, 7, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        ),
        (
            "2026-03-02T07:30:00-04:00",
            datetime(2026, 3, 2, 7, 30, tzinfo=timezone(timedelta(hours=-4))),
        ),
        (
            "2026-03-02T07:30-4",
            datetime(2026, 3, 2, 7, 30, tzinfo=timezone(timedelta(hours=-4))),
        ),
        (
            "2026-03-02 07:30 Asia/Tokyo",
            datetime(2026, 3, 2, 7, 30, tzinfo=ZoneInfo("Asia/Tokyo")),
        ),
        ("March 2, 2026", datetime(2026, 3, 2, tzinfo=MADRID)),
        ("2 Mar 2026", datetime(2026, 3, 2, tzinfo=MADRID)),
        ("02.03.2026", datetime(2026, 3, 2, tzinfo=MADRID)),
        ("Mon, 02 Mar 2026 07:30:00 +0000", datetime(2026, 3, 2, 7, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_moment(text, moment):
    found = as_moment(text, MADRID)

    assert found == moment
    assert found is None or found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text", ["soon", "2026-13-01", "2026-02-30", "2026-03-02 25:00", "2026-03-02 PDT-8", "-" * 99]
)
def test_what_is_no_moment(text):
    with pytest.raises(ValueError, match=r"\w"):
        as_moment(text, MADRID)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, (True, False)),
        ("yes", (True, False)),
        ("ON", (True, False)),
        ("1", (True, False)),
        (False, (False, True)),
        ("no", (False, True)),
        (0, (False, True)),
        (None, (False, False)),
        ("2026-01-01", (False, False)),
    ],
)
def test_truths(value, expected):
    assert (as_truth(value), is_denied(value)) == expected
