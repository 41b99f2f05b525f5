"""`rotativa export`: the whole paper as files, read back by a server that knows only files."""

import errno
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import pytest
from click.testing import CliRunner, Result
from lxml import html
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect

from rotativa.articles.models import Article, Author, FrontPage, Section
from rotativa.cli.main import main
from rotativa.media.actions import make_renditions
from rotativa.media.models import PictureRendition
from rotativa.press.actions import export
from rotativa.press.export.folder import LIST
from rotativa.press.sheet import Sheet
from rotativa.press.targets.folder.target import FolderTarget
from tests.factories.articles import add_article, add_group
from tests.factories.media import FileFactory, PictureFactory
from tests.formats import checked_atom, checked_json, checked_sitemap, locations
from tests.printed import PrintedPapers

FLOOD = "/en/2026/04/16/flood/"
HOME = "https://paper.example"
Export = Callable[..., Result]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture(scope="session")
def _collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files as the first export collected them, and its mark that they are."""
    return tmp_path_factory.mktemp("collected")


@pytest.fixture
def run(
    served_site: Path,
    out: Path,
    settings: Settings,
    _printed_papers: PrintedPapers,
    _collected: Path,
) -> Iterator[Export]:
    """On a site whose pages are printed; what a test adds is printed by the export."""
    _printed_papers.lay(FolderTarget(served_site / "printed"), is_indexed=False)
    settings.STATIC_ROOT = _collected / "static"
    (served_site / "static").symlink_to(settings.STATIC_ROOT)
    (served_site / "data").mkdir()
    mark, ours = _collected / "collected.json", served_site / "data" / "collected.json"
    if mark.exists():
        shutil.copy(mark, ours)
    yield lambda *options: CliRunner().invoke(main, ["export", str(out), *options])
    if ours.exists():
        shutil.copy(ours, mark)


@pytest.fixture
def flood(paper: FrontPage) -> Article:
    river = add_group(Section, paper.locale, "River")
    ada = add_group(Author, paper.locale, "Ada")
    return add_article(paper, "Flood", section=river, authors=[ada], body=words("The dam held."))


def words(text: str) -> str:
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"}])


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The test's output is no access log."""


@pytest.fixture
def host(out: Path) -> Iterator[str]:
    """A host that serves plain files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(host: str, path: str) -> httpcore.Response:
    with httpcore.ConnectionPool() as pool:
        return pool.request("GET", host + quote(path))


def crawled(host: str, start: str, *, leave: Iterable[str]) -> dict[str, int]:
    """What the host answers at each address that pages lead to, one after the other."""
    found: dict[str, int] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in found or path in leave:
            continue
        response = get(host, path)
        found[path] = response.status
        kind = dict(response.headers).get(b"Content-type", b"")
        if response.status == 200 and kind.startswith(b"text/html") and response.content:
            tree = html.document_fromstring(response.content)
            for link in (each.get("href") or each.get("src") or "" for each in tree.iter()):
                parts = urlsplit(urljoin(HOME + quote(path), link))
                if parts.netloc == "paper.example":
                    waiting.append(parts.path)
    return found


@pytest.mark.every_case
def test_every_link_leads_somewhere_on_a_host_of_files(
    run: Export, flood: Article, host: str
) -> None:
    done = run()

    assert done.exit_code == 0, done.output
    assert "All links lead somewhere." in done.output
    assert "/en/search/ (on " in done.output
    told = json.loads(run("--json").stdout)["needs_application"]
    assert "/en/search/" in told
    answers = crawled(host, "/", leave=told)
    assert {path for path, status in answers.items() if status != 200} == set()
    assert {"/en/", "/es/", FLOOD, "/en/sections/river/", "/en/authors/ada/"} <= set(answers)
    assert [path for path in answers if path.endswith(".css")]
    assert [path for path in answers if path.endswith(".woff2")]


def test_what_machines_read_comes_along(run: Export, flood: Article, out: Path) -> None:
    done = run()

    assert done.exit_code == 0, done.output
    assert checked_atom((out / "en/sections/river/feed.xml").read_bytes()).entries
    assert checked_json((out / "en/feed.json").read_bytes())["items"]
    for path in locations(checked_sitemap((out / "sitemap.xml").read_bytes())):
        checked_sitemap((out / path.removeprefix(f"{HOME}/")).read_bytes())
    assert "The dam held." in (out / "en/2026/04/16/flood.md").read_text()
    assert "/en/feed.json" in (out / "llms.txt").read_text()
    redirects = (out / "_redirects").read_text().splitlines()
    assert "/feed/ /en/feed.xml 301" in redirects


def test_what_is_not_there_has_its_page(run: Export, flood: Article, out: Path) -> None:
    run()

    assert "There is no page at this address" in (out / "404.html").read_text()
    assert 'lang="es"' in (out / "es" / "404.html").read_text()


def test_root_leads_to_the_languages_of_the_paper(run: Export, out: Path) -> None:
    run()

    tree = html.document_fromstring((out / "index.html").read_text())
    assert [link.get("href") for link in tree.iter("a")] == ["/en/", "/es/", "/ar/"]
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=/en/"]


def test_broken_link_is_told_with_page_and_target(run: Export, paper: FrontPage) -> None:
    add_article(paper, "Flood", body=words('See <a href="/en/nowhere/">here</a>.'))

    done = run("--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout)["broken"] == [
        {"page": FLOOD, "target": "/en/nowhere/", "why": "nothing is there"}
    ]
    assert f"/en/nowhere/ on {FLOOD}: nothing is there" in run().output


def test_link_to_a_place_that_a_page_has_not_is_broken(run: Export, paper: FrontPage) -> None:
    add_article(paper, "Flood", body=words("The dam held."))
    text = (
        f'<a href="{FLOOD}#main">one</a> <a href="{FLOOD}#two">two</a> <a href="#three">three</a>'
    )
    add_article(paper, "Dam", body=words(text))

    broken = json.loads(run("--json").stdout)["broken"]

    assert [(each["target"], each["why"]) for each in broken] == [
        ("#three", "the page has no such place"),
        (f"{FLOOD}#two", "the page has no such place"),
    ]


def test_pictures_and_files_come_along_where_pages_show_them(
    run: Export, paper: FrontPage, out: Path, host: str
) -> None:
    shown, hidden = PictureFactory.create(), PictureFactory.create()
    made = {picture: names(make_renditions(picture)) for picture in (shown, hidden)}
    minutes = FileFactory.create()
    link = f'<a linktype="document" id="{minutes.pk}">minutes</a>'
    add_article(paper, "Flood", lead_image=shown, body=words(link))

    done = run()

    assert done.exit_code == 0, done.output
    assert get(host, minutes.url).content == b"%PDF-1.7 one page"
    taken = {path.name for path in (out / "media").rglob("*") if path.is_file()}
    assert taken
    assert taken <= made[shown]
    assert made[hidden] - made[shown]


def names(renditions: Iterable[PictureRendition]) -> set[str]:
    return {Path(rendition.file.name).name for rendition in renditions}


def test_redirects_are_pages_and_a_list(run: Export, flood: Article, out: Path, host: str) -> None:
    Redirect.add_redirect("/2014/flood.php", redirect_to=flood)
    Redirect.add_redirect("/2014/caf%C3%A9", redirect_to=flood)
    Redirect.add_redirect("/?p=7", redirect_to=flood)
    Redirect.add_redirect("/en/sections/river", redirect_to="/es/")
    text = '<a href="/2014/flood.php">one</a> <a href="/2014/flood.php/">two</a>'
    add_article(flood.get_parent().specific, "Dam", body=words(text))

    done = run()

    assert done.exit_code == 0, done.output
    lines = (out / "_redirects").read_text().splitlines()
    assert [line for line in lines if line.startswith("/2014/")] == [
        f"/2014/caf%C3%A9 {FLOOD} 301",
        f"/2014/flood.php {FLOOD} 301",
    ]
    assert get(host, "/2014/café/").status == 200
    page = html.document_fromstring(get(host, "/2014/flood.php/").content)
    assert page.xpath("//link[@rel='canonical']/@href") == [HOME + FLOOD]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={FLOOD}"]


def test_addresses_in_any_script_are_served(
    run: Export, paper: FrontPage, out: Path, host: str
) -> None:
    add_article(paper, "Ріка", slug="ріка-й-дамба")

    done = run()

    assert done.exit_code == 0, done.output
    assert get(host, "/en/2026/04/16/ріка-й-дамба/").status == 200


def test_address_too_long_for_a_file_is_told(run: Export, flood: Article) -> None:
    Redirect.add_redirect("/" + "ж" * 200, redirect_to=flood)

    done = run()

    assert done.exit_code == 1
    assert "it has a part of more than 255 bytes" in done.output


def test_second_export_writes_nothing_anew(run: Export, flood: Article, out: Path) -> None:
    run()
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != LIST}

    told = json.loads(run("--json").stdout)

    assert (told["changed"], told["removed"]) == (0, 0)
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != LIST}
    assert {path for path in after if path.is_file()} == {p for p in before if p.is_file()}
    assert {path: at for path, at in after.items() if path.is_file()} == {
        path: at for path, at in before.items() if path.is_file()
    }


def test_withdrawn_article_goes_and_what_is_not_ours_stays(
    run: Export, flood: Article, out: Path, django_capture_on_commit_callbacks: object
) -> None:
    run()
    (out / "CNAME").write_text("paper.example")
    (out / "en" / "2026" / "notes.txt").write_text("mine")

    flood.unpublish()
    told = json.loads(run("--json").stdout)

    assert told["gone"] == ["/en/2026/04/16/flood.md", FLOOD]
    assert not (out / FLOOD[1:]).exists()
    assert (out / "CNAME").read_text() == "paper.example"
    assert (out / "en" / "2026" / "notes.txt").read_text() == "mine"


def test_folder_with_something_else_is_refused_and_left_alone(
    run: Export, flood: Article, out: Path
) -> None:
    out.mkdir()
    (out / "thesis.txt").write_text("mine")

    done = run()

    assert done.exit_code == 2
    assert "holds something that is no export" in done.output
    assert files(out) == {"thesis.txt": b"mine"}


def test_file_in_the_way_is_not_written_over(run: Export, flood: Article, out: Path) -> None:
    run()
    (out / LIST).write_text(json.dumps({"files": {}}))
    before = files(out)

    done = run()

    assert done.exit_code == 2
    assert "was not written by an export" in done.output
    assert {name: body for name, body in files(out).items() if name in before} == before


def test_link_that_leads_out_of_the_folder_is_not_followed(
    run: Export, flood: Article, out: Path, tmp_path: Path
) -> None:
    run()
    elsewhere = tmp_path / "elsewhere"
    shutil.move(out / "en", elsewhere)
    (out / "en").symlink_to(elsewhere)
    (elsewhere / "index.html").write_text("mine")

    done = run()

    assert done.exit_code == 2
    assert "may lead out of the folder" in done.output
    assert (elsewhere / "index.html").read_text() == "mine"


def test_export_that_was_stopped_is_ended_by_the_next(
    run: Export, flood: Article, out: Path, tmp_path: Path, settings: Settings
) -> None:
    def stop_at_the_fifth(step: str, done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    run()
    whole = files(out)
    shutil.rmtree(out)
    shelf = FolderTarget(Path(settings.PRINTED_ROOT))
    with pytest.raises(KeyboardInterrupt):
        export(shelf, to=out, progress=stop_at_the_fifth)
    assert 0 < len(files(out)) < len(whole)

    done = run()

    assert done.exit_code == 0, done.output
    assert files(out) == whole


def test_interrupt_ends_between_two_files_and_says_how_to_go_on(
    run: Export, flood: Article, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = FolderTarget.read

    def interrupted(shelf: FolderTarget, path: str) -> Sheet | None:
        signal.raise_signal(signal.SIGINT)
        return read(shelf, path)

    with monkeypatch.context() as patched:
        patched.setattr(FolderTarget, "read", interrupted)
        done = run()

    assert done.exit_code == 2
    assert "Run the same command again" in done.output
    assert not (out / LIST).exists()
    assert run().exit_code == 0


def test_printing_that_was_stopped_exports_nothing(
    run: Export, flood: Article, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = FolderTarget.put

    def interrupted(shelf: FolderTarget, path: str, sheet: Sheet) -> bool:
        signal.raise_signal(signal.SIGTERM)
        return put(shelf, path, sheet)

    monkeypatch.setattr(FolderTarget, "put", interrupted)

    done = run()

    assert done.exit_code == 2
    assert "Run the same command again" in done.output
    assert not out.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_disk_that_takes_no_more_is_told_and_the_export_goes_on_later(
    run: Export, flood: Article, out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_room(path: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr("rotativa.press.export.folder.Path.replace", no_room)
        done = run()

    assert done.exit_code == 2
    assert os.strerror(number) in done.output
    assert run().exit_code == 0


def test_folder_below_a_file_is_refused(run: Export, out: Path) -> None:
    out.write_text("mine")

    assert run().exit_code == 2
    assert out.read_text() == "mine"
