"""Takes a copy of a page: a folder with everything that shows what was there, whole or not at all.

`take_copy` uses a browser where there is one, and asks plainly otherwise. It holds no connection to any
database and may be killed at any moment: what lies in its folder then is the whole copy or nothing.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_noop as _

from rotativa.evidence.capture.bounds import BOUNDS, REACH, Bounds
from rotativa.evidence.capture.browser.pipe import NotDone
from rotativa.evidence.capture.browser.process import running_browser
from rotativa.evidence.capture.browser.recording import Recording
from rotativa.evidence.capture.browser.visit import Seen, Visit
from rotativa.evidence.capture.errors import BrowserFailed, CannotCapture
from rotativa.evidence.capture.finishing import Visited, finish
from rotativa.evidence.capture.folder import browser_folder, whole_folder
from rotativa.evidence.capture.gathering import Begun, Gathered
from rotativa.evidence.capture.kept import Headers
from rotativa.evidence.capture.plain import PlainVisit
from rotativa.evidence.capture.reader import Reader
from rotativa.evidence.capture.record import Taken
from rotativa.evidence.capture.whole import AGENT, ask_whole
from rotativa.lib.destinations import Reach, check_port, parse_url
from rotativa.lib.fetch_errors import FetchError, Refused
from rotativa.lib.guarded_stream import Deadline, Meter
from rotativa.lib.proxy import GuardProxy
from rotativa.lib.reasons import Reasoned


@dataclass(frozen=True)
class Means:
    """What a copy is taken with; only tests have a reason for another reach."""

    browser: str | None
    """The browser's path (`find_browser`), or None to ask plainly."""
    language: str = "en"
    bounds: Bounds = BOUNDS
    reach: Reach = REACH
    switches: tuple[str, ...] = ()


def take_copy(url: str, folder: Path, *, means: Means) -> Taken:
    """Put a copy into `folder`, which must not exist yet. Raises `CannotCapture`."""
    begins = time.monotonic()
    try:
        destination = parse_url(url)
        check_port(destination, reach=means.reach)
    except Refused as error:
        raise _refused(error) from error
    with (
        whole_folder(folder, free_bytes=means.bounds.free_bytes) as begun_folder,
        Reader(means.bounds) as reader,
    ):
        begun = Begun(begun_folder)
        visited = _visit(destination.url, begun, means, reader)
        return finish(begun, visited, reader=reader, seconds=time.monotonic() - begins)


def _visit(url: str, begun: Begun, means: Means, reader: Reader) -> Visited:
    if means.browser is None:
        return _ask_plainly(url, begun, means, reader)
    try:
        # A loop of its own: whoever calls may stand in one.
        with ThreadPoolExecutor(1, thread_name_prefix="capture") as thread:
            return thread.submit(asyncio.run, _browse(url, begun, means)).result()
    except BrowserFailed as error:
        visited = _ask_plainly(url, begun, means, reader)
        visited.gathered.cut[url] = str(error)
        return visited


async def _browse(url: str, begun: Begun, means: Means) -> Visited:
    bounds = means.bounds
    try:
        async with asyncio.timeout(bounds.seconds):
            return await _browse_behind_guard(url, begun, means)
    except TimeoutError as error:
        raise BrowserFailed(_("The page took too long.")) from error
    except NotDone as error:
        raise BrowserFailed(_("The page could not be read by the browser.")) from error


async def _browse_behind_guard(url: str, begun: Begun, means: Means) -> Visited:
    bounds = means.bounds
    with (
        begun.warc.open("wb") as out,
        browser_folder() as profile,
        GuardProxy(reach=means.reach, limits=bounds.proxy) as proxy,
    ):
        async with running_browser(
            str(means.browser),
            proxy_url=proxy.url,
            folder=profile,
            bounds=bounds,
            extra=means.switches,
        ) as browser:
            gathered = Gathered(
                out,
                about={"http-header-user-agent": browser.user_agent, "browser": browser.product},
                bounds=bounds,
                address_of=lambda host: proxy.addresses.get(host, ""),
            )
            recording = Recording(browser.devtools, gathered.keep, proxy.mark, bounds)
            visit = Visit(browser, recording, bounds, means.language)
            seen = await visit.see(url)
            if recording.document is None:
                raise _no_page(url, seen, proxy)
            if not recording.document.is_html:
                seen = replace(seen, dom="")  # what a viewer of the browser's own is made of
        left = _left(recording, seen, agent=browser.user_agent, known=gathered.addresses)
        await asyncio.to_thread(_ask_whole, left, gathered, means)
        gathered.cut |= recording.cut
        return Visited(
            url=url,
            how="browser",
            agent=browser.user_agent,
            document=recording.document,
            seen=seen,
            gathered=gathered,
            addresses=dict(proxy.addresses),
            refused=tuple((n.host, str(n.why)) for n in proxy.notes if n.kind == "refused"),
        )


def _left(recording: Recording, seen: Seen, *, agent: str, known: set[str]) -> dict[str, Headers]:
    """What the browser was given in parts, and films that it did not play."""
    page = recording.document.url if recording.document else ""
    left = dict(recording.left)
    for url in seen.media:
        plain = url.partition("#")[0]
        if plain not in known:
            left.setdefault(plain, (("User-Agent", agent), ("Referer", page)))
    return dict(list(left.items())[: recording.bounds.media])


def _ask_whole(left: dict[str, Headers], gathered: Gathered, means: Means) -> None:
    bounds = means.bounds
    deadline, meter = Deadline(bounds.whole.total_seconds), Meter(bounds.all_bytes)
    for url, headers in left.items():
        try:
            whole = ask_whole(
                url,
                headers=headers,
                bounds=bounds,
                reach=means.reach,
                deadline=deadline,
                meter=meter,
            )
        except FetchError as error:
            gathered.cut[url] = str(error)
            continue
        for hop in whole.hops:
            gathered.keep(hop, whole.content if hop is whole.answer else b"")
            if hop.cut:
                gathered.cut[hop.url] = hop.cut


def _ask_plainly(url: str, begun: Begun, means: Means, reader: Reader) -> Visited:
    bounds = means.bounds
    addresses: dict[str, str] = {}
    with begun.warc.open("wb") as out:
        gathered = Gathered(
            out,
            about={"http-header-user-agent": AGENT},
            bounds=bounds,
            address_of=lambda host: addresses.get(host, ""),
        )
        visit = PlainVisit(
            gathered.keep,
            bounds,
            means.reach,
            Deadline(bounds.seconds),
            Meter(bounds.all_bytes),
            reader,
            means.language,
        )
        seen = visit.see(url)
    if visit.document is None:
        raise CannotCapture(_("The page could not be read."))
    gathered.cut |= visit.cut
    return Visited(
        url=url,
        how="plain",
        agent=AGENT,
        document=visit.document,
        seen=seen,
        gathered=gathered,
        addresses=addresses,
        refused=(),
    )


def _no_page(url: str, seen: Seen, proxy: GuardProxy) -> CannotCapture:
    """The guard knows best why: what it would not or could not reach."""
    host = parse_url(url).host
    for note in proxy.notes:
        if note.host == host:
            return _refused(note.why) if note.kind == "refused" else CannotCapture.of(note.why)
    if "ERR_CERT" in seen.failure or "ERR_SSL" in seen.failure:
        words = _("%(host)s has no valid certificate for a secure connection.")
    else:
        words = _("%(host)s gave no page (%(error)s).")
    return CannotCapture(words, host=host, error=seen.failure)


def _refused(why: Reasoned) -> CannotCapture:
    error = CannotCapture.of(why)
    error.may_pass = False
    return error
