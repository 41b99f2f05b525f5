"""What this site takes copies with, and whom it asks for stamps, as its settings say."""

from collections.abc import Collection, Iterator

from django.conf import settings

from rotativa.evidence.capture.browser.program import find_browser
from rotativa.evidence.capture.take import Means
from rotativa.evidence.stamps.asking import Asked, ask_for_stamps
from rotativa.evidence.stamps.tokens import load_roots
from rotativa.lib.config_parts import EvidenceConfig


def configured_means(*, language: str) -> Means:
    """`language` is what the page is asked for in."""
    config: EvidenceConfig = settings.EVIDENCE
    browser = None if config.browser == "none" else find_browser(config.browser)
    return Means(browser=browser, language=language)


def configured_stamps(sha256: str, *, without: Collection[str] = ()) -> Iterator[Asked]:
    """Ask each authority to stamp a digest; roots are read once they are needed."""
    config: EvidenceConfig = settings.EVIDENCE
    asked = [each for each in config.authorities if each not in without]
    if asked:
        roots = load_roots(settings.STAMP_ROOTS)
        yield from ask_for_stamps(bytes.fromhex(sha256), asked, roots=roots)
