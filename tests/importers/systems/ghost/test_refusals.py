"""What cannot be read at all is refused in one line that says what to do, before any record."""

from pathlib import Path

import pytest

from rotativa.importers.records import ImportRefused, Item, Notice
from rotativa.importers.systems.ghost import read_ghost, survey
from tests.importers.systems.ghost.exports import ODDITIES, post, read, write
from tests.importers.systems.wordpress.exports import of, told

NOT_GHOST = "This is not an export of Ghost (JSON): make one under Settings, Import/Export."
NO_POSTS = (
    "It holds no posts: it is not an export of Ghost. Make one under Settings, Import/Export."
)
CUT_OFF = "It was cut off: export it again. Nothing was stored."


def refusal(path: Path, **options: str) -> str:
    records = read_ghost(path, language="en", **options)
    with pytest.raises(ImportRefused) as refused:
        next(records)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("page.json", f"page.json: {NOT_GHOST}"),
        ("list.json", f"list.json: {NOT_GHOST}"),
        ("of-something-else.json", f"of-something-else.json: {NO_POSTS}"),
        ("empty.json", "empty.json is empty: export it again."),
        (
            "cut-off-in-a-post.json",
            "cut-off-in-a-post.json, line 14: The file ends before what begins here is closed. "
            + CUT_OFF,
        ),
        (
            "cut-off-between-posts.json",
            "cut-off-between-posts.json, line 13: The file ends before it is closed. " + CUT_OFF,
        ),
    ],
)
def test_file_that_is_no_whole_export_is_refused(name: str, line: str) -> None:
    assert refusal(ODDITIES / name) == line


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quay.json"

    path.write_bytes(b"PK\x03\x04 and so on")
    assert refusal(path) == "quay.json is compressed: unpack it and import the JSON files inside."
    path.write_bytes(bytes(range(256)) * 40)
    assert refusal(path) == f"quay.json: {NOT_GHOST}"
    path.unlink()
    assert refusal(path) == f"{path}: No such file or directory"
    assert refusal(tmp_path) == f"{tmp_path} is not a file: name the JSON files of the export."


def test_nesting_without_end_is_refused_where_it_gets_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    for shape in ('{"a":', "["):
        path.write_text('{"db":[{"data":{"posts":[\n' + '{"a":' + shape * 100_000)

        assert refusal(path) == (
            "deep.json, line 2: It is nested deeper than any export of Ghost: the file is not read."
        )


def test_rows_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MOST_ROWS", 2)
    path = write(tmp_path, members_events=[{}] * 9, posts=[post(), post(2)])
    assert len(of(Item, read(path))) == 2

    path = write(tmp_path, posts=[post()], tags=[{}, {}])

    assert refusal(path) == "quay.ghost.json: It has more than 2 rows: the file is not read."


def test_address_that_is_none_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, posts=[post()])

    for url in ("quay.example", "ftp://quay.example", "https://[quay", 'https://q"uay.example'):
        assert refusal(path, url=url) == (
            f"“{url}” is not the address of a site: name it like https://blog.example with --url."
        )


def test_damaged_row_costs_nothing_but_itself() -> None:
    records = read(ODDITIES / "damaged-row.json")

    assert [item.title for item in of(Item, records)] == ["One", "Five"]
    assert [(one.what, one.place) for one in of(Notice, records)] == [
        ("a row of the table “tags”", "damaged-row.json:6"),
        ("a post", "damaged-row.json:3"),
        ("a post", "damaged-row.json:4"),
        ("a post", "damaged-row.json:4"),
    ]


def test_row_beyond_the_limit_costs_nothing_but_itself(tmp_path: Path) -> None:
    path = write(tmp_path, posts=[post(html="HERE"), post(2)])
    before, after = path.read_text(encoding="utf-8").split("HERE")
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        file.writelines("tide" * (1 << 18) for _ in range(65))
        file.write(after)

    records = read(path)

    assert [item.title for item in of(Item, records)] == ["The tide turns, part 2"]
    assert told(of(Notice, records)) == [
        ("skipped", "a post", "It is 65 MiB long; 64 are the limit.", 1)
    ]


def test_what_stays_behind_is_told_of(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        posts=[post(html='<img src="__GHOST_URL__/content/images/a.jpg">')],
        members=[{"id": "m1", "email": "chi@quay.example"}, {"id": "m2"}],
        comments=[{"id": "c1", "post_id": "gone", "html": "<p>Hm.</p>"}],
        settings=[{"key": "locale", "value": "es"}],
        newsletters=[{"id": "n1"}],
    )

    assert [(one.action, one.what, one.count) for one in of(Notice, read(path))] == [
        ("skipped", "addresses", 1),
        ("altered", "language", 1),
        ("skipped", "comments", 1),
        ("skipped", "rows of the table “members”", 2),
    ]
