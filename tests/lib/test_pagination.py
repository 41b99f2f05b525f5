"""Numbered pages are counted from the oldest and never change once full."""

import pytest

from rotativa.lib.pagination import Listing, NoSuchPage, listing


def cut(total: int, number: int | None = None) -> Listing[int]:
    newest_first = list(range(total, 0, -1))
    return listing(newest_first, total=total, number=number, size=10)


def test_short_list_has_no_numbered_pages() -> None:
    page = cut(19)

    assert list(page.rows) == list(range(19, 0, -1))
    assert (page.older, page.newer, page.is_newest) == (None, None, True)


def test_empty_list_is_one_empty_page() -> None:
    assert list(cut(0).rows) == []


def test_every_row_stands_on_exactly_one_page() -> None:
    for total in range(60):
        newest = cut(total)
        pages = [newest, *(cut(total, number) for number in range(newest.numbered, 0, -1))]
        assert [row for page in pages for row in page.rows] == list(range(total, 0, -1))


def test_full_page_stays_the_same_when_rows_are_added() -> None:
    assert list(cut(34, 1).rows) == list(cut(99, 1).rows) == list(range(10, 0, -1))


def test_neighbours_lead_from_page_to_page() -> None:
    assert [cut(45).older, cut(45, 3).older, cut(45, 1).older] == [3, 2, None]
    assert [cut(45).newer, cut(45, 3).newer, cut(45, 1).newer] == [None, None, 2]


@pytest.mark.parametrize("number", [0, -1, 4, 10**9])
def test_number_that_is_not_full_is_refused(number: int) -> None:
    with pytest.raises(NoSuchPage):
        cut(45, number)
