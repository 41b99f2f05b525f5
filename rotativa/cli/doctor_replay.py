"""What the doctor says of the host at which copies are replayed, and of the player."""

from collections.abc import Iterator

from rotativa.cli.findings import Finding
from rotativa.lib.config import Config
from rotativa.lib.http import PUBLIC, FetchError, Reach, Refused, fetch
from rotativa.lib.origins import origin_for

GUIDE = "See docs/run/replay.md."


def replay(config: Config) -> Iterator[Finding]:
    """Nothing of a site that has no such host: it shows copies flat, and is whole."""
    origin = config.evidence.origin
    if origin:
        yield player()
        yield host(origin)


def player() -> Finding:
    from rotativa.evidence.replay.player import PLAYER, faults, is_installed  # noqa: PLC0415  # settings come first

    wrong = faults()
    if not wrong:
        return Finding("replay", True, f"ReplayWeb.page {PLAYER.version} is there.")
    what = (
        f"the player's {', '.join(wrong)} is not the file that was pinned: copies fail to replay."
        if is_installed()
        else "there is no player, so that copies are shown flat."
    )
    return Finding("replay", False, what, "Run: rotativa player install")


def host(origin: str, *, reach: Reach = PUBLIC) -> Finding:
    """Asked as a reader asks it, as far as it can be reached from here; of all the hosts of copies, one."""
    origin = origin_for(origin, "0" * 32)
    try:
        answer = fetch(f"{origin}/robots.txt", reach=reach)
    except Refused:
        what = f"{origin} is at no public address, so that it cannot be asked from here."
        return Finding("replay", True, what)
    except FetchError as error:
        return Finding("replay", False, f"{origin} does not answer: {error}", GUIDE)
    if answer.headers.get("x-rotativa") != "copies":
        what = f"{origin} is answered by something else than this site."
        return Finding("replay", False, what, GUIDE)
    return Finding("replay", True, f"{origin} answers.")
