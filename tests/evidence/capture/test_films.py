"""yt-dlp at its boundary: behind the guard, within bounds, one whole file or none, where its length can be known."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rotativa.evidence.capture.errors import CannotCapture
from rotativa.evidence.capture.films import FilmBounds, has_films, take_film
from tests.evidence.site import FILM, Site
from tests.servers import LoopbackServer, answer

needs_extra = pytest.mark.skipif(not has_films(), reason="the extra `video` is not installed")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@needs_extra
def test_film_is_taken_whole(site: Site, tmp_path: Path) -> None:
    film = take_film(site.url("/film.mp4"), tmp_path, reach=site.reach())

    assert film.path.read_bytes() == FILM
    assert film.sha256 == hashlib.sha256(FILM).hexdigest()
    assert (film.size, film.path.parent, film.path.suffix) == (len(FILM), tmp_path, ".mp4")
    assert os.listdir(tmp_path) == [film.path.name]  # noqa: PTH208  # names are compared
    assert all("Cookie" not in headers for _path, headers in site.requests)


@needs_extra
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.2/film.mp4", "not on the public Internet"),
        ("http://localhost/film.mp4", "not on the public Internet|No site has"),
        ("http://nobody.test/film.mp4", "No site has the name"),
        ("file:///etc/passwd", "Only addresses that begin with"),
        ("--version", "Only addresses that begin with"),
    ],
)
def test_what_may_not_be_reached_is_not(site: Site, tmp_path: Path, url: str, words: str) -> None:
    with pytest.raises(CannotCapture, match=words):
        take_film(url, tmp_path, reach=site.reach())

    assert list(tmp_path.iterdir()) == []


@needs_extra
def test_redirect_to_an_inner_address_is_not_followed(site: Site, tmp_path: Path) -> None:
    site.redirects["/film"] = f"http://127.0.0.2:{site.port}/film.mp4"

    with pytest.raises(CannotCapture, match="not on the public Internet"):
        take_film(site.url("/film"), tmp_path, reach=site.reach())

    assert [path for path, _headers in site.requests if path == "/film.mp4"] == []


@needs_extra
def test_film_that_is_too_large_or_too_slow_is_none(site: Site, tmp_path: Path) -> None:
    for bounds in (FilmBounds(size=100_000), FilmBounds(seconds=0.2)):
        with pytest.raises(CannotCapture):
            take_film(site.url("/film.mp4"), tmp_path, bounds=bounds, reach=site.reach())

        assert list(tmp_path.iterdir()) == []


@needs_extra
def test_film_whose_connection_ends_early_is_none(tmp_path: Path) -> None:
    """Though yt-dlp ends as with a whole one."""
    whole = answer(FILM, kind="video/mp4")
    with LoopbackServer({"/film.mp4": whole[:100_000]}) as server:
        with pytest.raises(CannotCapture, match="No film was found"):
            take_film(server.url("/film.mp4"), tmp_path, reach=server.reach())

        assert len(server.requests) > 2  # it was begun, and asked for again

    assert list(tmp_path.iterdir()) == []


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n%s#EXT-X-ENDLIST\n"


@needs_extra
def test_film_in_parts_is_all_of_them_or_none(tmp_path: Path) -> None:
    parts = [b"#EXTINF:9,\n%d.ts\n" % number for number in range(3)]
    kind = "application/vnd.apple.mpegurl"
    answers = {"/film.m3u8": answer(PLAYLIST % b"".join(parts), kind=kind)}
    answers |= {f"/{number}.ts": answer(FILM[:9_000], kind="video/mp2t") for number in range(3)}
    with LoopbackServer(answers) as server:
        film = take_film(server.url("/film.m3u8"), tmp_path, reach=server.reach())
        assert film.size == 27_000
        film.path.unlink()

        del server.answers["/1.ts"]
        with pytest.raises(CannotCapture, match="No film was found"):
            take_film(server.url("/film.m3u8"), tmp_path, reach=server.reach())

    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_is_named(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(CannotCapture, match="video"):
        take_film(site.url("/film.mp4"), tmp_path, reach=site.reach())
