"""What is told to the CDN when pages are printed: exact requests, to a server that keeps them."""

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone
from pydantic import SecretStr
from pytest_django import Settings

from rotativa.articles.models import FrontPage
from rotativa.lib.config_parts import BucketConfig, CdnConfig
from rotativa.press.actions import mark_all, print_due
from rotativa.press.cdn import Cdn, key_of
from rotativa.press.cdn.cloudflare import Cloudflare
from rotativa.press.cdn.configured import cdn, purger
from rotativa.press.cdn.fastly import Fastly
from rotativa.press.cdn.purger import Purger
from rotativa.press.cdn.varnish import Varnish
from rotativa.press.models import Printing
from rotativa.press.targets.configured import target
from rotativa.press.targets.folder.target import FolderTarget
from rotativa.press.targets.s3.target import S3Target
from tests.factories.articles import add_article
from tests.press.buckets import bucket, config_of, s3_service
from tests.servers import LOOPBACK

PATHS = ["/en/", "/en/2026/04/16/ріка/"]
FRONT, RIVER = map(key_of, PATHS)
FLOOD = "/en/2026/04/16/flood/"
DONE: tuple[int, bytes, dict[str, str]] = (200, b'{"success": true}', {})


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Service:
    """Keeps what it was asked, and answers what it is told to, else that all is done."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: deque[tuple[int, bytes, dict[str, str]]] = field(default_factory=deque)


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append(Asked(self.command, self.path, headers, body))
            status, answer, more = told.answers.popleft() if told.answers else DONE
            self.send_response(status)
            for name, value in (more | {"Content-Length": str(len(answer))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PURGE = answer  # noqa: N815  # names that http.server looks for

        def log_message(self, *_: object) -> None:
            """The test's output is no access log."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    told.address = f"http://{LOOPBACK}:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


def only(service: Service) -> Asked:
    (asked,) = service.asked
    return asked


def told_headers(asked: Asked, *names: str) -> dict[str, str]:
    return {name: asked.headers[name] for name in names}


def test_fastly_is_told_keys(service: Service) -> None:
    Fastly(service="SERVICE", token="token", api=service.address).purge(PATHS)

    asked = only(service)
    assert (asked.method, asked.path, asked.body) == ("POST", "/service/SERVICE/purge", b"")
    assert told_headers(asked, "fastly-key", "surrogate-key", "accept", "content-length") == {
        "fastly-key": "token",
        "surrogate-key": f"{FRONT} {RIVER}",
        "accept": "application/json",
        "content-length": "0",
    }


def test_cloudflare_is_told_tags(service: Service) -> None:
    Cloudflare(zone="ZONE", token="token", api=service.address).purge(PATHS)

    asked = only(service)
    assert (asked.method, asked.path) == ("POST", "/zones/ZONE/purge_cache")
    assert told_headers(asked, "authorization", "content-type") == {
        "authorization": "Bearer token",
        "content-type": "application/json",
    }
    assert json.loads(asked.body) == {"tags": [FRONT, RIVER]}


def test_cloudflare_is_told_addresses_where_a_bucket_sends_no_tag(service: Service) -> None:
    home = "https://paper.example"
    Cloudflare(zone="ZONE", token="token", site=home, api=service.address).purge(PATHS)

    assert json.loads(only(service).body) == {
        "files": [f"{home}/en/", f"{home}/en/2026/04/16/%D1%80%D1%96%D0%BA%D0%B0/"]
    }


def test_varnish_is_told_keys(service: Service) -> None:
    Varnish(endpoint=service.address).purge(PATHS)

    asked = only(service)
    assert (asked.method, asked.path) == ("PURGE", "/")
    assert asked.headers["xkey-purge"] == f"{FRONT} {RIVER}"


def test_keys_are_short_and_of_letters_that_every_cdn_takes() -> None:
    assert len(FRONT) == 13
    assert FRONT.isalnum()
    assert FRONT.lower() == FRONT
    assert FRONT != RIVER


def varnish(service: Service) -> Cdn:
    return Varnish(endpoint=service.address)


def test_pages_printed_together_are_purged_together(service: Service) -> None:
    purger = Purger(varnish(service), gather=60)

    for path in (*PATHS, PATHS[0]):
        purger.add(path)
    purger.finish()

    assert only(service).headers["xkey-purge"] == f"{FRONT} {RIVER}"


def test_many_pages_are_purged_in_parts(service: Service) -> None:
    cloudflare = Cloudflare(zone="ZONE", token="token", api=service.address)
    purger = Purger(cloudflare, gather=60)

    for number in range(70):
        purger.add(f"/en/{number}/")
    purger.finish()

    assert [len(json.loads(asked.body)["tags"]) for asked in service.asked] == [30, 30, 10]


def test_purge_that_fails_is_tried_again(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.answers.extend([(503, b"", {}), (429, b"slower", {"Retry-After": "0"})])
    purger = Purger(varnish(service), gather=0, pauses=(0, 0, 0))

    purger.add("/en/")
    purger.finish()

    assert len(service.asked) == 3
    assert caplog.records == []


def test_purge_that_goes_on_failing_is_given_up_and_told(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = b'{"success": false, "errors": [{"message": "no such zone"}]}'
    service.answers.extend([(200, refusal, {})] * 4)
    cloudflare = Cloudflare(zone="ZONE", token="token", api=service.address)
    purger = Purger(cloudflare, gather=0, pauses=(0, 0, 0))

    purger.add("/en/")
    purger.finish()

    assert len(service.asked) == 4
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "1 pages stay as they were" in record.getMessage()
    assert "no such zone" in record.getMessage()


def test_cdn_that_is_away_keeps_no_page_from_being_printed(
    settings: Settings, unused_port: int, paper: FrontPage, shelf: FolderTarget
) -> None:
    settings.CDN = CdnConfig(how="varnish", endpoint=f"http://{LOOPBACK}:{unused_port}")
    mark_all(at=timezone.now(), why="begin")

    done = print_due(to=target(), now=timezone.now)
    told = purger()
    assert told is not None
    told.finish()

    assert (done.failed, done.no_room) == (0, "")
    assert done.printed
    assert shelf.read("/en/") is not None


def test_printed_page_carries_its_key_and_is_purged(
    settings: Settings, service: Service, paper: FrontPage, shelf: FolderTarget
) -> None:
    settings.CDN = CdnConfig(how="varnish", endpoint=service.address)
    mark_all(at=timezone.now(), why="begin")

    print_due(to=target(), now=timezone.now)
    told = purger()
    assert told is not None
    told.finish()

    sheet = shelf.read("/en/")
    assert sheet is not None
    assert sheet.headers["xkey"] == FRONT
    assert sheet.headers["cache-control"] == "public, max-age=0, s-maxage=3600, must-revalidate"
    purged = {key for asked in service.asked for key in asked.headers["xkey-purge"].split()}
    assert purged >= {key_of(path) for path in shelf.list()}


def test_page_carries_no_key_where_there_is_no_cdn(printed: None, shelf: FolderTarget) -> None:
    sheet = shelf.read("/en/")

    assert sheet is not None
    assert {"xkey", "cache-tag", "surrogate-key"} & sheet.headers.keys() == set()


@pytest.mark.parametrize(
    ("how", "header"), [("fastly", "surrogate-key"), ("cloudflare", "cache-tag")]
)
def test_each_cdn_has_its_header(settings: Settings, how: str, header: str) -> None:
    settings.CDN = CdnConfig.model_validate({"how": how, "service": "ID", "token": "token"})

    found = cdn()

    assert found is not None
    assert found.header == header


@pytest.fixture
def s3(settings: Settings) -> Iterator[S3Target]:
    """The bucket that the site is set to print to, too."""
    with s3_service() as address:
        place = bucket(address)
        settings.PRINTED_BUCKET = place.config
        yield place


def test_site_prints_to_the_folder_and_to_the_bucket(
    s3: S3Target, paper: FrontPage, shelf: FolderTarget
) -> None:
    add_article(paper, "Flood")
    mark_all(at=timezone.now(), why="begin")

    print_due(to=target(), now=timezone.now)

    assert FLOOD in set(shelf.list())
    assert {path: s3.read(path) for path in s3.list()} == {
        path: shelf.read(path) for path in shelf.list()
    }


def test_page_that_did_not_reach_the_bucket_says_so_and_is_tried_again(
    settings: Settings,
    unused_port: int,
    paper: FrontPage,
    shelf: FolderTarget,
    print_all: Callable[[], object],
) -> None:
    settings.PRINTED_BUCKET = config_of(f"http://{LOOPBACK}:{unused_port}", name="paper")
    mark_all(at=timezone.now(), why="begin")

    done = print_due(to=target(), now=timezone.now)

    assert shelf.read("/en/") is not None
    printing = Printing.objects.get(path="/en/")
    assert (printing.state, done.no_room) == ("failing", "")
    assert "The bucket paper cannot be reached" in printing.last_error
    assert printing.keys.exists()

    settings.PRINTED_BUCKET = BucketConfig()
    Printing.objects.update(due_at=timezone.now())
    print_all()

    assert not Printing.objects.failing().exists()


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    config = CdnConfig(how="fastly", service="ID", token=SecretStr("very-secret"))

    assert "very-secret" not in repr(config)
