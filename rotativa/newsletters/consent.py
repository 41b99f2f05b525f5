"""The words that stand beside the button, and are kept as what was consented to."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from rotativa.newsletters.models import Newsletter
from rotativa.pages.languages import joined, name_of, quoted


def words_for(names: Iterable[str], *, language: str) -> str:
    """In the active language, of newsletters in the given one."""
    return gettext(
        "%(newsletters)s by mail, in %(language)s, free of charge. No tracking pixels. "
        "Each issue has a link by which you leave."
    ) % {"newsletters": phrase(names), "language": name_of(language)}


def words_of_counting() -> str:
    """In the active language."""
    return gettext(
        "Count how often the links in my issues are followed. The paper learns the number for each link, "
        "and never who followed it. I can take this back here at any time."
    )


def words_beside_form(language: str) -> str:
    """As every page has them: no query, so the daily is called by our word."""
    return words_for([gettext("The daily newsletter")], language=language)


def words_beside_boxes(language: str = "") -> str:
    """Where newsletters are ticked, and the language too unless it is given."""
    if not language:
        return gettext(
            "What is ticked here, by mail, in the language chosen here, free of charge. No tracking pixels. "
            "Each issue has a link by which you leave."
        )
    return gettext(
        "What is ticked here, by mail, in %(language)s, free of charge. No tracking pixels. "
        "Each issue has a link by which you leave."
    ) % {"language": name_of(language)}


def with_ticked(words: str, ticked: Iterable[str]) -> str:
    """As they are kept: with what stood beside each box that was ticked."""
    return " ✓ ".join([words, *ticked])


def names_of(newsletters: Iterable[Newsletter]) -> list[str]:
    language = get_language() or ""
    return [each.name_in(language) for each in newsletters]


def phrase(names: Iterable[str]) -> str:
    """“A”, “B” and “C”."""
    language = get_language() or ""
    return joined([quoted(name, language) for name in names], language=language)
