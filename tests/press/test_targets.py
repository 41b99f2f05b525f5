"""What every place that sheets are put to promises, and what those promise together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rotativa.press.sheet import Damaged, Sheet
from rotativa.press.targets import NoRoom, NotEverywhere, Target
from rotativa.press.targets.folder.target import FolderTarget
from rotativa.press.targets.s3.target import S3Target
from rotativa.press.targets.several import REST_SECONDS, Targets
from tests.press.buckets import bucket, config_of, s3_service
from tests.servers import LOOPBACK, LoopbackServer, answer

PATHS = ["/", "/robots.txt", "/en/", "/en/2026/04/16/flood/", "/en/2026/ріка й дамба/", "/@ada/x"]
CODINGS = ["identity", "gzip", "br", "siblings"]
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Language": "en",
    "Content-Security-Policy": "default-src 'none'",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with s3_service() as address:
        yield address


@pytest.fixture(params=["folder", *CODINGS])
def place(request: pytest.FixtureRequest, tmp_path: Path, service: str) -> Target:
    if request.param == "folder":
        return FolderTarget(tmp_path / "printed")
    return bucket(service, coding=request.param, prefix="paper/")


def sheet(text: str, **headers: str) -> Sheet:
    return Sheet.of(200, HEADERS | headers, text.encode())


def test_what_is_put_is_read_and_listed(place: Target) -> None:
    for path in PATHS:
        place.put(path, sheet(path * 100))

    assert sorted(place.list()) == sorted(PATHS)
    for path in PATHS:
        assert place.read(path) == sheet(path * 100)


def test_sheet_that_is_there_already_is_no_news(place: Target) -> None:
    assert place.put("/en/", sheet("one")) is True
    assert place.put("/en/", sheet("one")) is False
    assert place.put("/en/", sheet("two")) is True
    assert place.put("/en/", sheet("two", **{"X-Robots-Tag": "all"})) is True


def test_what_is_deleted_is_there_no_more(place: Target) -> None:
    place.put("/en/", sheet("one" * 500))
    place.put("/es/", sheet("two"))

    place.delete("/en/")
    place.delete("/en/")

    assert place.read("/en/") is None
    assert list(place.list()) == ["/es/"]


def test_redirect_is_read_as_it_was_put(place: Target) -> None:
    moved = Sheet.of(301, {"Content-Type": "text/html", "Location": "/en/new/"}, b"")

    place.put("/en/old/", moved)

    assert place.read("/en/old/") == moved


def test_shorter_page_leaves_nothing_of_the_longer(place: Target) -> None:
    place.put("/en/", sheet("long" * 500))
    place.put("/en/", sheet("short"))

    assert place.read("/en/") == sheet("short")
    assert list(place.list()) == ["/en/"]
    if isinstance(place, S3Target):
        assert keys(place) == ["paper/en/index.html"]


def keys(place: S3Target) -> list[str]:
    found = place.client.list_objects_v2(Bucket=place.config.name)
    return sorted(item["Key"] for item in found["Contents"])


def head(place: S3Target, key: str) -> dict[str, str]:
    return dict(place.client.head_object(Bucket=place.config.name, Key=key))


def test_bucket_says_what_a_cdn_asks(service: str) -> None:
    place = bucket(service)
    place.put("/en/", sheet("one " * 500, **{"Surrogate-Key": "p1"}))

    told = head(place, "en/index.html")

    assert told["ContentType"] == "text/html; charset=utf-8"
    assert told["ContentLanguage"] == "en"
    assert told["CacheControl"] == "public, max-age=0, must-revalidate"
    assert told["Metadata"]["surrogate-key"] == "p1"  # type: ignore[index]  # a dictionary
    assert "ContentEncoding" not in told


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_bucket_stores_pages_in_the_one_coding_that_is_set(service: str, coding: str) -> None:
    place = bucket(service, coding=coding)
    place.put("/en/", sheet("one " * 500))

    assert head(place, "en/index.html")["ContentEncoding"] == coding
    assert keys(place) == ["en/index.html"]


def test_bucket_has_a_sibling_for_each_coding(service: str) -> None:
    place = bucket(service, coding="siblings")
    place.put("/en/", sheet("one " * 500))

    names = ["en/index.html", "en/index.html.br", "en/index.html.gz", "en/index.html.zst"]
    assert keys(place) == names
    found = [head(place, name).get("ContentEncoding") for name in names]
    assert found == [None, "br", "gzip", "zstd"]


def test_bucket_leads_on_from_a_page_that_moved(service: str) -> None:
    place = bucket(service)
    place.put("/en/old/", Sheet.of(301, {"location": "/en/new/"}, b""))

    assert head(place, "en/old/index.html")["WebsiteRedirectLocation"] == "/en/new/"


def test_bucket_has_nothing_of_a_withdrawn_page(service: str) -> None:
    place = bucket(service)
    place.put("/en/", sheet("one"))

    assert place.put("/en/", Sheet.of(410, HEADERS, b"withdrawn")) is True
    assert place.put("/en/", Sheet.of(410, HEADERS, b"withdrawn")) is False
    assert place.read("/en/") is None


def test_object_of_somebody_else_is_damage_and_is_written_over(service: str) -> None:
    place = bucket(service)
    place.client.put_object(Bucket=place.config.name, Key="en/index.html", Body=b"theirs")

    with pytest.raises(Damaged):
        place.read("/en/")
    assert place.put("/en/", sheet("ours")) is True
    assert place.read("/en/") == sheet("ours")


def test_unchanged_page_costs_one_request(service: str) -> None:
    place = bucket(service, coding="siblings")
    place.put("/en/", sheet("one " * 500))
    asked: list[str] = []
    place.client.meta.events.register(
        "before-send.s3", lambda request, **_: asked.append(request.method)
    )

    place.put("/en/", sheet("one " * 500))

    assert asked == ["HEAD"]


def test_plain_object_is_put_last(service: str) -> None:
    """It carries the digest: a writer that is killed before it is known not to have ended."""
    place = bucket(service, coding="siblings")
    asked: list[str] = []
    place.client.meta.events.register(
        "before-send.s3", lambda request, **_: asked.append(request.url.rpartition(".")[2])
    )

    place.put("/en/", sheet("one " * 500))

    assert asked == ["html", "br", "zst", "gz", "html"]


def test_bucket_that_is_not_there_is_told_with_what_to_do(service: str) -> None:
    place = bucket(service)
    place.client.delete_bucket(Bucket=place.config.name)

    with pytest.raises(NoRoom, match=r"NoSuchBucket.*Make the bucket"):
        place.put("/en/", sheet("one"))
    with pytest.raises(NoRoom, match="NoSuchBucket"):
        list(place.list())
    with pytest.raises(NoRoom, match="NoSuchBucket"):
        place.read("/en/")


def test_key_without_rights_is_told_with_what_to_do() -> None:
    forbidden = answer(status="403 Forbidden")
    with LoopbackServer({"/paper/en/index.html": forbidden}) as server:
        place = S3Target(config_of(f"http://{LOOPBACK}:{server.port}", name="paper"))

        with pytest.raises(NoRoom, match="Give the key the rights"):
            place.put("/en/", sheet("one"))


def test_service_that_is_away_is_told(unused_port: int) -> None:
    place = S3Target(config_of(f"http://{LOOPBACK}:{unused_port}", name="paper"))

    with pytest.raises(NoRoom, match="cannot be reached"):
        place.put("/en/", sheet("one"))


def test_headers_that_s3_does_not_keep_are_told(service: str) -> None:
    place = bucket(service)

    with pytest.raises(NoRoom, match="more than the 2048 bytes"):
        place.put("/en/", sheet("one", **{"X-Long": "x" * 2000}))


class Broken(FolderTarget):
    """A place that takes nothing, and counts how often it was asked."""

    asked = 0

    def put(self, *_: object) -> bool:
        self.asked += 1
        raise NoRoom("It rains.")

    def delete(self, *_: object) -> None:
        self.asked += 1
        raise NoRoom("It rains.")


@pytest.fixture
def folder(tmp_path: Path) -> FolderTarget:
    return FolderTarget(tmp_path / "printed")


def test_place_that_fails_keeps_no_page_from_the_folder(
    folder: FolderTarget, tmp_path: Path
) -> None:
    told: list[str] = []
    both = Targets(folder, Broken(tmp_path / "broken"), announce=told.append)

    with pytest.raises(NotEverywhere, match="It rains"):
        both.put("/en/", sheet("one"))

    assert folder.read("/en/") == sheet("one")
    with pytest.raises(NotEverywhere):
        both.delete("/en/")
    assert folder.read("/en/") is None
    assert told == []


def test_place_that_fails_is_left_alone_for_a_while(folder: FolderTarget, tmp_path: Path) -> None:
    now = 0.0
    broken = Broken(tmp_path / "broken")
    both = Targets(folder, broken, clock=lambda: now)

    def put() -> None:
        with pytest.raises(NotEverywhere):
            both.put("/en/", sheet("one"))

    put()
    put()
    assert broken.asked == 1
    now = REST_SECONDS + 1
    put()
    assert broken.asked == 2


def test_page_that_did_not_reach_the_bucket_is_brought_there_later(
    folder: FolderTarget, service: str
) -> None:
    place = bucket(service)
    folder.put("/en/", sheet("one"))
    told: list[str] = []

    assert Targets(folder, place, announce=told.append).put("/en/", sheet("one")) is True
    assert place.read("/en/") == sheet("one")
    assert told == ["/en/"]
