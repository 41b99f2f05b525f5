"""A player that has been turned: it answers every address with a page that harms, and forbids it nothing."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings

from rotativa.evidence.replay.player import PLAYER
from rotativa.lib.config_parts import EvidenceConfig
from tests.factories.captures import suite_folder

SCRIPT = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", ({ data, source }) => {
  source.postMessage({ msg_type: "collAdded", name: data.name });
});
self.addEventListener("fetch", (event) => {
  const headers = { "content-type": "text/html", "content-security-policy": "default-src * 'unsafe-inline'" };
  const isFirst = event.request.url.includes("mp_/") && !event.request.url.includes("/evil/");
  event.respondWith(new Response(isFirst ? PAGE : "<title>Bare</title>", { headers }));
});
"""
LICENSE = b"Free to use in tests."


def install_stand_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, *, origin: str, page: str = ""
) -> None:
    """In place of the player, pinned as it is."""
    files = {"sw.js": f"const PAGE = {json.dumps(page)};{SCRIPT}".encode(), "LICENSE": LICENSE}
    settings.PLAYER_ROOT = Path(tempfile.mkdtemp(dir=suite_folder(), prefix="player-"))
    settings.EVIDENCE = EvidenceConfig(origin=origin)
    folder = settings.PLAYER_ROOT / PLAYER.version
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
        monkeypatch.setitem(PLAYER.files, name, sha256(content).hexdigest())
