"""Words of the interface that stand on a page in the language of another one."""

from functools import cache
from pathlib import Path

import polib
from playwright.sync_api import Page

THEMSELVES = {"English", "Español"}
"""Languages are named by their own words everywhere."""
CATALOGUE = Path(__file__).parents[2] / "rotativa" / "locale" / "es" / "LC_MESSAGES" / "django.po"

# What is read and what is told of it, but for what says that it is in another language.
TEXTS = """() => {
  const found = new Set();
  const own = element => element.closest("[lang]") === document.documentElement;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (own(parentElement) && !parentElement.closest("script, style")) found.add(data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    document.querySelectorAll(`[${name}]`).forEach(each => own(each) && found.add(each.getAttribute(name).trim()));
  return [...found];
}"""


@cache
def foreign_to(language: str) -> frozenset[str]:
    """English is the language of the source; what both have alike is foreign to neither."""
    entries = [each for each in polib.pofile(str(CATALOGUE)) if not each.obsolete]
    english = {each.msgid for each in entries} | {each.msgid_plural for each in entries}
    spanish = {text for each in entries for text in (each.msgstr, *each.msgstr_plural.values())}
    return frozenset((english - spanish if language == "es" else spanish - english) - THEMSELVES)


def words_of_others(page: Page, language: str) -> list[str]:
    return sorted(foreign_to(language).intersection(page.evaluate(TEXTS)))
