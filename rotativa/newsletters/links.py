"""Links that are counted: their names, which say of which issue and of none of its readers."""

import re

from rotativa.newsletters.marks import is_signed, signature

MARK = re.compile(r"(\d{1,18})-(\d{1,5})-([0-9a-f]{24})")


def mark_of(issue_id: int, place: int) -> str:
    """The same in the letters of all readers."""
    return f"{issue_id}-{place}-{signature('click', issue_id, place)}"


def place_in(mark: str) -> tuple[int, int] | None:
    """Issue and place, of a mark that we have made."""
    found = MARK.fullmatch(mark)
    if found is None:
        return None
    issue_id, place = int(found[1]), int(found[2])
    return (issue_id, place) if is_signed(found[3], "click", issue_id, place) else None
