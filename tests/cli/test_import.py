"""`rotativa import`: what the command adds to what importers do."""

import fcntl
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from PIL import Image

from rotativa.articles.models import Article, Tag
from rotativa.cli.main import main
from rotativa.importers.models import ImportedThing
from rotativa.media.models import File, Picture
from tests.cli.conftest import SITE
from tests.importers.systems.wordpress.exports import ODDITIES, export, item

PICTURE = "https://harbour.example/wp-content/uploads/2024/05/tide.jpg"
DATED = """\
---
title: Ferry back on the timetable
date: 2026-03-02 07:30
---
The ten past is the ten past.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's folder of its own, for what commands write into it."""
    shutil.copytree(SITE, tmp_path / "site")
    monkeypatch.setenv("ROTATIVA_SITE", str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def old_blog(tmp_path: Path) -> Path:
    """An export of three posts, one of them a draft; the first shows a picture of the old site."""
    picture = f'<img src="{PICTURE}" alt="Tide">'
    path = tmp_path / "blog.xml"
    path.write_text(
        export(
            item(post_id="1", post_name="one", content=f"<p>Text.</p>{picture}"),
            item(post_id="2", post_name="two"),
            item(post_id="3", post_name="three", status="draft"),
        ),
        encoding="utf-8",
    )
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def stored() -> int:
    return Article.objects.count() + Tag.objects.count() + ImportedThing.objects.count()


@pytest.mark.usefixtures("paper")
def test_import_ends_with_a_summary_and_a_report(site: Path, old_blog: Path) -> None:
    result = run("wordpress", old_blog, "--no-fetch")

    assert result.exit_code == 1, result.output  # a picture was not brought
    [report] = (site / "data" / "imports").glob("*.json")
    assert result.output.splitlines() == [
        "Stored: 3 article",
        "There already: none",
        "Refused: 1 media",
        "Linked as translations: 0; redirects: 3; comments kept: 0",
        f"  skipped: {PICTURE}: It is not in the folder of media, and was not fetched.",
        "  … and 1 more in the report.",
        f"Report: {report}",
    ]
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["stored"], told["refused"], len(told["notices"])) == (
        {"article": 3},
        {"media": 1},
        2,
    )
    assert sorted(Article.objects.values_list("slug", "live")) == [
        ("one", True),
        ("three", False),
        ("two", True),
    ]


@pytest.mark.usefixtures("site", "paper")
def test_pictures_come_from_a_folder_and_all_is_well(tmp_path: Path, old_blog: Path) -> None:
    folder = tmp_path / "uploads"
    (folder / "2024" / "05").mkdir(parents=True)
    Image.new("RGB", (32, 20), "navy").save(folder / "2024" / "05" / "tide.jpg")

    result = run("wordpress", old_blog, "--media", folder, "--no-fetch")

    assert result.exit_code == 0, result.output
    assert Article.objects.get(slug="one").body[1].value["image"] == Picture.objects.get()


@pytest.mark.usefixtures("site", "paper")
def test_what_is_no_picture_or_outside_the_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "fake.jpg").write_bytes(b"This is no picture.")
    (tmp_path / "secret.txt").write_text("Not to be published.", encoding="utf-8")
    (folder / "notes.txt").symlink_to(tmp_path / "secret.txt")
    path = tmp_path / "blog.xml"
    files = [
        item(
            post_id=str(n), post_type="attachment", attachment_url=f"https://harbour.example/{name}"
        )
        for n, name in enumerate(("fake.jpg", "notes.txt"), start=1)
    ]
    path.write_text(export(*files), encoding="utf-8")

    result = run("wordpress", path, "--media", folder, "--no-fetch")

    assert (result.exit_code, File.objects.count(), Picture.objects.count()) == (1, 0, 0)
    picture, file = result.output.splitlines()[4:6]
    assert "fake.jpg: It is named like a picture and is none, or is damaged. (blog.xml:" in picture
    assert "notes.txt: It is not in the folder of media, and was not fetched. (blog.xml:" in file


@pytest.mark.usefixtures("paper")
def test_report_that_cannot_be_written_is_told_in_one_line(site: Path, old_blog: Path) -> None:
    (site / "data").mkdir(exist_ok=True)
    (site / "data" / "imports").write_text("A file where a folder should be.", encoding="utf-8")

    result = run("wordpress", old_blog, "--no-fetch")

    assert (result.exit_code, Article.objects.count()) == (2, 3)
    assert result.output.startswith("Error: The import stopped: ")
    assert result.output.count("\n") == 1


@pytest.mark.usefixtures("site", "paper")
def test_second_run_finds_all_there(old_blog: Path) -> None:
    run("wordpress", old_blog, "--no-fetch")
    before = stored()

    result = run("wordpress", old_blog, "--no-fetch", "--json")

    report = json.loads(result.output)
    assert (report["stored"], report["unchanged"]) == ({}, {"article": 3})
    assert (stored(), result.exit_code) == (before, 0)


@pytest.mark.usefixtures("paper")
def test_dry_run_stores_nothing_and_says_so(site: Path, old_blog: Path) -> None:
    result = run("wordpress", old_blog, "--dry-run")

    assert "Would be stored: 3 article" in result.output
    assert (stored(), result.exit_code) == (0, 0)
    assert len(list((site / "data" / "imports").iterdir())) == 1


@pytest.mark.usefixtures("site", "paper")
def test_language_of_a_text_is_what_the_command_says(old_blog: Path) -> None:
    result = run("wordpress", old_blog, "--no-fetch", "--language", "es")

    assert result.exit_code == 1, result.output
    assert {one.locale.language_code for one in Article.objects.all()} == {"es"}


@pytest.mark.usefixtures("site", "paper")
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("page.xml", "page.xml, line 1: This is a web page and not an export of WordPress."),
        ("empty.xml", "empty.xml is empty: export it again."),
        ("entity-bomb.xml", "entity-bomb.xml, line 2: The file declares a document type"),
        ("external-entity.xml", "external-entity.xml, line 2: The file declares a document type"),
        ("cut-off.xml", "cut-off.xml:13: The file ends inside it."),
        ("bytes.xml", "bytes.xml: This is not an export of WordPress (WXR)."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, name: str, line: str) -> None:
    path = tmp_path / name
    match name:
        case "cut-off.xml":
            path.write_text(export(item())[:-60], encoding="utf-8")
        case "bytes.xml":
            path.write_bytes(bytes(range(256)) * 40)
        case _:
            path = ODDITIES / name

    result = run("wordpress", path)

    assert (result.exit_code, stored()) == (2, 0)
    assert result.output.startswith(f"Error: {line}")
    assert result.output.count("\n") == 1


@pytest.mark.usefixtures("site", "paper")
@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--language", "xx"], "Error: “xx” is not a language of the paper"),
        (["--language", "uk"], "Error: “uk” is not a language of the paper"),
    ],
)
def test_language_that_the_paper_lacks_is_refused(
    old_blog: Path, options: list[str], line: str
) -> None:
    result = run("wordpress", old_blog, *options)

    assert (result.exit_code, stored(), result.output.count("\n")) == (2, 0, 1)
    assert result.output.startswith(line)


@pytest.mark.usefixtures("site", "paper")
def test_text_in_a_language_that_the_paper_lacks_refuses_all(tmp_path: Path) -> None:
    for name in ("ferry.en.md", "ferry.uk.md"):
        (tmp_path / name).write_text(DATED, encoding="utf-8")

    result = run("markdown", tmp_path)

    assert (result.exit_code, stored(), result.output.count("\n")) == (2, 0, 1)
    assert 'Add "uk" to `languages` in rotativa.toml' in result.output


@pytest.mark.usefixtures("site", "paper")
def test_folder_without_texts_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()

    result = run("markdown", folder)

    assert (result.exit_code, stored(), result.output.count("\n")) == (2, 0, 1)
    assert result.output.startswith(f"Error: {folder}")


@pytest.mark.usefixtures("paper")
def test_second_import_at_once_is_refused(site: Path, old_blog: Path) -> None:
    (site / "data").mkdir(exist_ok=True)
    with (site / "data" / "import.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        result = run("wordpress", old_blog)

    assert (result.exit_code, stored()) == (2, 0)
    assert result.output == "Error: Another import is running. Wait until it has ended.\n"


@pytest.mark.usefixtures("site", "paper")
def test_two_reports_of_one_second_are_both_kept(site: Path, old_blog: Path) -> None:
    with time_machine.travel(datetime(2026, 4, 16, 12, tzinfo=UTC), tick=False):
        run("wordpress", old_blog, "--dry-run")
        run("wordpress", old_blog, "--dry-run")

    names = sorted(path.name for path in (site / "data" / "imports").iterdir())
    assert names == ["20260416-120000-2.json", "20260416-120000.json"]


@pytest.mark.usefixtures("site", "paper")
def test_dates_of_markdown_are_in_the_papers_time_zone(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "ferry.md").write_text(DATED, encoding="utf-8")

    result = CliRunner().invoke(main, ["import", "markdown", str(tmp_path / "old"), "--json"])

    assert result.exit_code == 0, result.output
    article = Article.objects.get(slug="ferry")
    assert article.first_published_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
