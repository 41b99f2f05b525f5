"""Looking at a source where it is: plainly, and in the browser where only that can tell."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from rotativa.evidence.capture.bounds import BOUNDS, MB
from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.take import Means, take_copy
from rotativa.evidence.capture.whole import AGENT, ask_whole
from rotativa.evidence.checks.apart import StandingReader
from rotativa.evidence.checks.baseline import Baseline, baseline_of
from rotativa.evidence.checks.judging import Seen, Verdict, judge
from rotativa.evidence.checks.states import State
from rotativa.evidence.checks.words import Words, words_apart
from rotativa.lib.fetch_errors import FetchError
from rotativa.lib.guarded_stream import Deadline, Meter
from rotativa.lib.reasons import Reasoned

PLAINLY = replace(BOUNDS, media_bytes=8 * MB)
SECONDS = 30
"""For all hops of a look without a browser; with one it is as long as a copy may take."""


def look_at(
    url: str,
    *,
    base: Baseline,
    quotes: Sequence[str] = (),
    means: Means,
    reader: StandingReader,
) -> tuple[Seen, Verdict]:
    """Never raises for what the site does. The browser is asked only where it is needed."""
    seen = look_plainly(url, means, reader)
    held = base.held(quotes)
    given = None if base.is_made_by_scripts else base.given
    plain = [each for each in held if given and given.words.says(each)]
    verdict = judge(url, seen, given, quotes=plain)
    is_open = seen.status is not None and 200 <= seen.status < 300
    wants_scripts = is_open and (base.is_made_by_scripts or len(plain) < len(held))
    if means.browser and base.rendered and (wants_scripts or verdict.state == State.BLOCKED):
        rendered = look_in_browser(url, means, reader)
        if rendered is not None:
            return rendered, judge(url, rendered, base.rendered, quotes=held)
    return seen, verdict


def look_plainly(url: str, means: Means, reader: StandingReader) -> Seen:
    headers = (
        ("User-Agent", AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
        ("Accept-Language", means.language),
    )
    try:
        whole = ask_whole(
            url,
            headers=headers,
            bounds=PLAINLY,
            reach=means.reach,
            deadline=Deadline(SECONDS),
            meter=Meter(PLAINLY.media_bytes),
        )
    except FetchError as error:
        return Seen(url, failure=error.kept())
    answer = whole.answer
    words = Words()
    if answer.is_html:
        content_type = answer.header("content-type")
        words, fault = words_apart(reader, whole.content, content_type, answer.url)
        if fault:
            return Seen(url, failure=Reasoned(fault).kept())
    return Seen(
        url=answer.url,
        status=answer.status,
        words=words,
        digest="" if answer.cut else sha256(whole.content).hexdigest(),
        is_html=answer.is_html,
        retry_after=answer.header("retry-after"),
    )


def look_in_browser(url: str, means: Means, reader: StandingReader) -> Seen | None:
    """As a copy is taken, of which nothing is kept; None where the browser was of no help."""
    with TemporaryDirectory(prefix="rotativa-look-") as folder:
        path = Path(folder) / "copy"
        try:
            taken = take_copy(url, path, means=means)
        except CannotCapture:
            return None
        found = baseline_of([path], reader=reader).rendered
        if taken.how != "browser" or found is None:
            return None
        return Seen(taken.final_url, taken.status, found.words, found.digest)
