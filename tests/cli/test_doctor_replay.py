"""What the doctor says of the copies' host, once well and once not."""

from pathlib import Path

import pytest
from pytest_django import Settings

from rotativa.cli.doctor_replay import host, player
from rotativa.lib.http import Reach
from tests.evidence.stand_in import install_stand_in
from tests.servers import LOOPBACK, LoopbackServer, answer


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (answer(b"", X_Rotativa="copies"), "answers."),
        (answer(b"User-agent: *"), "is answered by something else than this site."),
        (answer(status="404 Not Found"), "does not answer: The site answered with status 404."),
    ],
)
def test_host_is_asked_whether_it_is_ours(robots: bytes, words: str) -> None:
    with LoopbackServer({"/robots.txt": robots}) as server:
        reach = Reach(ports=frozenset({server.port}), private=frozenset({LOOPBACK}))
        found = host(f"http://127.0.0.1:{server.port}", reach=reach)

    assert found.what.endswith(words)
    assert found.is_fine == (words == "answers.")


def test_host_that_only_readers_reach_is_not_judged() -> None:
    found = host("http://127.0.0.1")

    assert (found.is_fine, "cannot be asked from here" in found.what) == (True, True)


def test_player_is_looked_at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    install_stand_in(settings, monkeypatch, origin="https://copies.example")

    good = player()
    (Path(settings.PLAYER_ROOT) / "2.5.3" / "sw.js").write_text("changed")
    changed = player()
    settings.PLAYER_ROOT = settings.PLAYER_ROOT / "none"
    missing = player()

    assert (good.is_fine, good.what) == (True, "ReplayWeb.page 2.5.3 is there.")
    assert "sw.js is not the file that was pinned" in changed.what
    assert "there is no player" in missing.what
    assert changed.advice == missing.advice == "Run: rotativa player install"
