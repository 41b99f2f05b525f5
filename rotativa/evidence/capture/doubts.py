"""Reasons for a person to look at a copy before anybody relies on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rotativa.evidence.addresses import is_same_page

How = Literal["browser", "plain", "by-hand"]
"""By whom a copy was made: this machine's browser, this machine without one, a person."""

LITTLE_TEXT = 200
LOOKED_AT = 1500
WALL = re.compile(
    r"just a moment|attention required|verify(ing)? (that )?you are (a )?human|access denied|"
    r"are you a robot|captcha|log ?in to (x|facebook|instagram|continue)|sign in to (continue|read)|"
    r"enable javascript|checking your browser|unusual traffic|subscribe to (continue|read)|"
    r"acceso denegado|verifica que eres humano|inicia sesión para",
    re.IGNORECASE,
)


class Reason(StrEnum):
    STATUS = "status"
    ELSEWHERE = "elsewhere"
    LITTLE_TEXT = "little-text"
    WALL = "wall"
    CUT = "cut"
    NO_BROWSER = "no-browser"
    BY_HAND = "by-hand"


WORDS: dict[Reason, str | Promise] = {
    Reason.STATUS: _("The site answered with an error."),
    Reason.ELSEWHERE: _("The site has led to another address."),
    Reason.LITTLE_TEXT: _("The page has hardly any text."),
    Reason.WALL: _("The page looks like a challenge or a wall to sign in at."),
    Reason.CUT: _("Parts of the page are missing or were cut."),
    Reason.NO_BROWSER: _("No browser has run the page: what its scripts add is missing."),
    Reason.BY_HAND: _("The copy was made by a person, not by this machine."),
}


@dataclass(frozen=True)
class Doubt:
    reason: Reason
    detail: str = ""

    @property
    def words(self) -> str:
        return str(WORDS[self.reason])


def doubts_about(
    *, url: str, final_url: str, status: int, title: str, text: str, cut: int, how: How
) -> Iterator[Doubt]:
    length = len(text.strip())
    if not 200 <= status < 300:
        yield Doubt(Reason.STATUS, str(status))
    if not is_same_page(url, final_url):
        yield Doubt(Reason.ELSEWHERE, final_url)
    if length < LITTLE_TEXT:
        yield Doubt(Reason.LITTLE_TEXT, str(length))
    if WALL.search(f"{title} {text[:LOOKED_AT]}"):
        yield Doubt(Reason.WALL)
    if cut:
        yield Doubt(Reason.CUT, str(cut))
    if how == "plain":
        yield Doubt(Reason.NO_BROWSER)
    if how == "by-hand":
        yield Doubt(Reason.BY_HAND)
