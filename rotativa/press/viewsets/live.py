"""Lists of the desk that js/live.js brings up to date while they are open."""

import re

from django.http import HttpRequest

KEY = re.compile(r"[0-9]{1,18}")
"""What a row's key may be; a longer number is too large for a database."""


def rows_on_screen(request: HttpRequest, *, most: int) -> list[str]:
    """The keys of the rows that are asked for again, wherever in the list they stand by now."""
    return [row for row in request.GET.getlist("row") if KEY.fullmatch(row)][:most]
