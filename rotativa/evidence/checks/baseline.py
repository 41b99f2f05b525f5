"""What a source was: read back from its copies, as a look at it today would give it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from rotativa.evidence.capture.doubts import LITTLE_TEXT
from rotativa.evidence.capture.record import RECORD, TEXT, WACZ, Taken, read_record
from rotativa.evidence.capture.wacz.reading import Answer, Copy
from rotativa.evidence.checks.apart import StandingReader
from rotativa.evidence.checks.judging import Base
from rotativa.evidence.checks.words import Words, words_apart

HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Baseline:
    """Nothing of it, where there is no copy."""

    given: Base | None = None
    """The page as the site sent it."""
    rendered: Base | None = None
    """The page as a browser had it once its scripts were done."""
    texts: tuple[Words, ...] = ()
    """Of the copies that articles may have been written from, the first included."""
    folder: str = ""
    """Of the copy that is compared."""

    @property
    def is_made_by_scripts(self) -> bool:
        """What the site sends has hardly any text: asking plainly says nothing of the rest."""
        if self.given is None or self.rendered is None:
            return False
        return len(self.given.words.text) < LITTLE_TEXT <= len(self.rendered.words.text)

    def held(self, quotes: Iterable[str]) -> list[str]:
        """Those that a copy holds; others were translated, shortened, or stand in a picture."""
        return [each for each in quotes if any(text.says(each) for text in self.texts)]


def baseline_of(folders: Sequence[Path], *, reader: StandingReader, language: str = "") -> Baseline:
    """By the copies that are relied on, the latest first: it is compared, the first is searched, too."""
    there = [each for each in folders if (each / RECORD).is_file() and (each / WACZ).is_file()]
    if not there:
        return Baseline()
    taken = read_record(there[0])
    with Copy(there[0] / WACZ) as copy:
        given, rendered = (
            base_of(copy.answer(f"{kind}{taken.final_url}"), taken, reader, language=language)
            for kind in ("", "urn:dom:")
        )
    if taken.how != "browser":
        rendered = None
    both = [each.words for each in (given, rendered) if each is not None]
    kept = [Words(everything=text_of(each)) for each in {there[0], there[-1]}]
    return Baseline(given, rendered, (*both, *kept), folder=there[0].name)


def base_of(
    answer: Answer | None, taken: Taken, reader: StandingReader, *, language: str
) -> Base | None:
    """None for a page that could not be read: nothing is compared with it."""
    if answer is None:
        return None
    named = {name.lower(): value for name, value in answer.headers}
    content_type = named.get("content-type", "text/html; charset=utf-8")
    digest = sha256(answer.body).hexdigest()
    if not content_type.strip().lower().startswith(HTML):
        return Base(taken.final_url, Words(), digest, is_html=False)
    words, fault = words_apart(reader, answer.body, content_type, taken.final_url)
    return None if fault else Base(taken.final_url, words, digest, language=language)


def text_of(folder: Path) -> str:
    path = folder / TEXT
    return path.read_text(encoding="utf-8") if path.is_file() else ""
