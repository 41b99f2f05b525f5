"""Pictures and files on their way into the paper: what does not come, and what comes as a file."""

from dataclasses import replace
from pathlib import Path

import pytest

from rotativa.articles.models import FrontPage
from rotativa.importers.records import Media, MediaReference
from rotativa.lib.http import Reach
from rotativa.media.models import File
from tests.importers.test_store import PLAN, item, run


@pytest.mark.usefixtures("paper")
def test_server_that_is_gone_is_not_asked_for_ever() -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        return []

    plan = replace(PLAN, fetches_media=True, reach=Reach(resolve=look_up))
    media = [Media(identity=f"m{n}", url=f"https://gone.example/{n}.png") for n in range(90)]

    report = run(*media, item(), plan=plan)

    assert (dict(report.refused), dict(report.stored)) == ({"media": 90}, {"article": 1})
    assert 12 <= len(asked) <= 30
    assert report.notices[-1].why == (
        "gone.example did not answer 12 times in a row, and was not asked again."
    )


@pytest.mark.parametrize(
    "address", ["http://[::1/a.png", "http://%zz/a.png", "//old.example/a.png"]
)
def test_address_that_is_none_is_refused_and_the_rest_goes_on(
    paper: FrontPage, address: str
) -> None:
    shown = {"image": MediaReference(url=address), "alt": "A weir", "caption": ""}
    plan = replace(PLAN, fetches_media=True, reach=Reach(resolve=lambda _host, _port: []))

    report = run(item(body=[{"type": "image", "value": shown}]), plan=plan)

    assert (dict(report.refused), dict(report.stored)) == ({"media": 1}, {"article": 1})


@pytest.mark.parametrize("name", ["talk.mp3", "talk.ogg", "film.mp4", "minutes.doc"])
def test_recordings_and_papers_come_as_files(paper: FrontPage, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"As it was recorded.")

    report = run(Media(identity="m1", url=f"https://old.example/{name}", path=str(path)))

    assert (dict(report.refused), dict(report.stored)) == ({}, {"media": 1})
    assert File.objects.get().title == name
