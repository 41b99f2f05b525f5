"""The host of the copies: what it answers, what it keeps from everything, and that the site is not there."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.evidence.actions import withdraw_capture
from rotativa.evidence.models import Capture
from rotativa.evidence.replay.player import folder
from rotativa.people.models import User
from tests.evidence.stand_in import install_stand_in
from tests.factories.articles import add_article
from tests.factories.captures import captured
from tests.factories.evidence import leaning, source
from tests.newsroom.desk import desk_of

NOON = datetime(2026, 4, 16, 12, tzinfo=UTC)
COPIES = "copies.example"
FRAMED = {"Sec-Fetch-Dest": "iframe"}
SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@pytest.fixture
def copy(paper: FrontPage, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Capture:
    install_stand_in(settings, monkeypatch, origin=f"https://{COPIES}")
    log = source("Log")
    add_article(paper, "The gate", slug="gate", body=[leaning(log)])
    return captured(log)


def test_nothing_of_the_site_answers_there(copy: Capture) -> None:
    editor = desk_of("Editor")
    site = ["/", "/en/", "/desk/", f"/en/sources/{copy.source_id}/", "/static/pages/js/replay.js",
            "/llms.txt", f"/captures/{copy.folder}/view.html", "/api/v1/", "/nothing"]  # fmt: skip
    found = [editor.get(path).status_code for path in site]

    answers = [editor.get(path, headers={"Host": f"{COPIES}:8443"}) for path in site]

    assert found.count(200) >= 5
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {b"There is nothing here.\n"}
    assert {answer.headers["Content-Security-Policy"] for answer in answers} == {SEALED}
    assert {bool(answer.cookies) for answer in answers} == {False}


def test_nothing_of_it_answers_at_the_site(copy: Capture) -> None:
    paths = ["/worker.js", "/replay.css", "/player/2.5.3/sw.js", f"/en/{copy.folder}/",
             f"/{copy.folder}/capture.wacz"]  # fmt: skip

    there = [Client(headers={"Host": COPIES} | FRAMED).get(path).status_code for path in paths]
    here = [Client(headers=FRAMED).get(path).status_code for path in paths]

    assert there == [200] * 5
    assert here == [404] * 5


def test_page_replays_within_a_frame_of_the_site_alone(copy: Capture) -> None:
    host = Client(headers={"Host": COPIES})

    framed = host.get(f"/es/{copy.folder}/", headers=FRAMED)
    alone = host.get(f"/es/{copy.folder}/", headers={"Sec-Fetch-Dest": "document"})

    policy = framed.headers["Content-Security-Policy"]
    assert (
        "frame-ancestors https://paper.example; sandbox allow-scripts allow-same-origin" in policy
    )
    assert "frame-src 'self'" in policy
    assert f'data-folder="{copy.folder}"' in framed.content.decode()
    assert "Se está abriendo la copia" in framed.content.decode()
    assert (alone.status_code, alone.headers["Content-Security-Policy"]) == (403, SEALED)
    assert host.get(f"/xx/{copy.folder}/", headers=FRAMED).status_code == 404


def test_archive_is_read_in_parts_and_by_its_own_host_only(copy: Capture) -> None:
    whole = copy.wacz.read_bytes()

    answer = Client(headers={"Host": COPIES}).get(
        f"/{copy.folder}/capture.wacz",
        headers={"Range": "bytes=10-19", "Origin": "https://x.example"},
    )
    others = [f"/{copy.folder}/{name}" for name in ("record.json", "page.webp", "text.txt", "..")]

    assert (answer.status_code, answer.getvalue()) == (206, whole[10:20])
    assert answer.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert {Client(headers={"Host": COPIES}).get(path).status_code for path in others} == {404}


def test_worker_is_confined_and_wraps_the_player_as_it_came(copy: Capture) -> None:
    host = Client(headers={"Host": COPIES})

    worker, player = host.get("/worker.js"), host.get("/player/2.5.3/sw.js")
    (folder() / "sw.js").write_text("another program")
    changed = host.get("/player/2.5.3/sw.js")

    for script in (worker, player):
        assert "connect-src 'self'" in script.headers["Content-Security-Policy"]
        assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert 'importScripts("/player/2.5.3/sw.js")' in worker.content.decode()
    assert "form-action 'none'" in worker.content.decode()
    assert player.headers["Content-Encoding"] == "gzip"
    assert changed.status_code == 404


def test_no_script_but_ours_becomes_a_service_worker(copy: Capture) -> None:
    """An archived page that registers the player itself would be rid of our policy."""
    host = Client(headers={"Host": COPIES})
    asked = {"Service-Worker": "script"}
    others = ["/player/2.5.3/sw.js", "/replay.js", f"/{copy.folder}/capture.wacz", "/nothing"]

    refused = [host.get(path, headers=asked) for path in others]
    imported = host.get("/player/2.5.3/sw.js")

    assert [answer.status_code for answer in refused] == [403] * 4
    assert {answer.headers["Cache-Control"] for answer in refused} == {"no-store"}
    assert host.get("/worker.js", headers=asked).status_code == 200
    assert (imported.status_code, imported.headers["Vary"]) == (200, "Service-Worker")
    framed = host.get(f"/es/{copy.folder}/", headers=FRAMED)
    assert framed.headers["Cache-Control"] == "no-store"


def test_withdrawn_copy_is_gone_there_too(copy: Capture) -> None:
    ada = User.objects.create_user("ada@paper.example")
    withdraw_capture(copy, because="A court.", by=ada, at=NOON)
    host = Client(headers={"Host": COPIES} | FRAMED)
    paths = [f"/en/{copy.folder}/", f"/{copy.folder}/capture.wacz", f"/{copy.folder}/view.html"]

    assert [host.get(path).status_code for path in paths] == [410, 410, 410]


def test_page_of_the_source_offers_replay_where_it_can(copy: Capture, settings: Settings) -> None:
    path = f"/en/sources/{copy.source_id}/"

    offered = Client().get(path)
    settings.PLAYER_ROOT = settings.PLAYER_ROOT / "none"
    without = Client().get(path)

    button = f'data-replay="https://{COPIES}/en/{copy.folder}/"'
    view = f'src="https://{COPIES}/{copy.folder}/view.html" sandbox'
    assert button in offered.content.decode()
    assert view in offered.content.decode()
    assert f"frame-src https://{COPIES};" in offered.headers["Content-Security-Policy"]
    assert "data-replay" not in without.content.decode()
    assert f'src="/captures/{copy.folder}/view.html" sandbox' in without.content.decode()
    assert "frame-src 'self';" in without.headers["Content-Security-Policy"]


def test_each_copy_has_a_host_of_its_own_where_the_paper_has_many(
    copy: Capture, settings: Settings
) -> None:
    settings.EVIDENCE = settings.EVIDENCE.model_copy(update={"origin": f"https://*.{COPIES}"})
    other = captured(source("Another"))
    home, elsewhere = f"{copy.folder}.{COPIES}", f"{other.folder}.{COPIES}"
    paths = [f"/en/{copy.folder}/", f"/{copy.folder}/capture.wacz", f"/{copy.folder}/view.html"]

    found = {
        host: [
            Client(headers={"Host": host} | FRAMED).get(path).status_code
            for path in [*paths, "/worker.js", "/en/"]
        ]
        for host in (home, f"{home.upper()}.:8443", elsewhere, COPIES, f"a.{home}")
    }
    page = Client().get(f"/en/sources/{copy.source_id}/")
    framed = Client(headers={"Host": home} | FRAMED).get(paths[0])

    assert list(found.values()) == [
        *([200, 200, 200, 200, 404],) * 2,
        *([404, 404, 404, 200, 404],) * 3,
    ]
    assert f'data-replay="https://{home}/en/{copy.folder}/"' in page.content.decode()
    assert f'src="https://{home}/{copy.folder}/view.html"' in page.content.decode()
    assert f"frame-src https://*.{COPIES};" in page.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in framed.headers["Content-Security-Policy"]
