"""What a page says of itself: who wrote it, when, and its text."""

from dataclasses import dataclass

from rotativa.evidence.capture.cleaning import clean


@dataclass(frozen=True)
class Words:
    title: str = ""
    author: str = ""
    published: str = ""
    """A day, as 2026-10-03; empty where the page names none."""
    site_name: str = ""
    language: str = ""
    text: str = ""
    """The article alone, without what stands around it."""


FIRST = (
    f"<title>News</title><article>{'<p>It was said, and nobody knew by whom.</p>' * 9}</article>"
)


def load() -> None:
    """What reads pages is heavy, and heavy for the first: for a process that has time now, and pages later."""
    read_words(FIRST, "https://paper.example/")


def read_words(dom: str, url: str) -> Words:
    """Whatever the page holds: what cannot be read is left empty."""
    if not dom:
        return Words()
    from trafilatura import bare_extraction  # noqa: PLC0415  # heavy, and of use to captures only

    got = bare_extraction(dom, url=url, with_metadata=True)
    if got is None:
        return Words()
    told = got if isinstance(got, dict) else got.as_dict()
    return Words(
        title=plain(told.get("title"), 500),
        author=plain(told.get("author"), 200),
        published=plain(told.get("date"), 10),
        site_name=plain(told.get("sitename"), 200),
        language=plain(told.get("language"), 20),
        text=clean(str(told.get("text") or ""))[:1_000_000],
    )


def plain(value: object, most: int) -> str:
    return " ".join(clean(str(value or "")).split())[:most]
