"""Pictures and files: found beside the text, in the folder, at the old site, or not at all."""

import pytest

from rotativa.importers.records import Media, MediaReference
from tests.importers.systems.markdown.folders import read, write


def image(reference: MediaReference, alt: str = "", caption: str = "") -> dict[str, object]:
    value = {"image": reference, "alt": alt, "decorative": False, "caption": caption}
    return {"type": "image", "value": value | {"credit": "", "width": "text", "link": ""}}


def test_picture_in_the_text_becomes_media_and_a_reference(tmp_path):
    reading = read(
        tmp_path, {"fire/index.md": '![The quay](quay.jpg "At night")', "fire/quay.jpg": b"q"}
    )

    reference = MediaReference(url="/fire/quay.jpg", identity="fire/quay.jpg")
    assert reading.item.body == [image(reference, "The quay", "At night")]
    assert reading.media == {
        "fire/quay.jpg": Media(
            identity="fire/quay.jpg",
            url="/fire/quay.jpg",
            path=str(tmp_path / "fire/quay.jpg"),
            filename="quay.jpg",
            alt="The quay",
            caption="At night",
            place="fire/quay.jpg",
        )
    }


@pytest.mark.parametrize(
    ("path", "address", "found"),
    [
        ("news/a.md", "p.jpg", "news/p.jpg"),
        ("news/a.md", "./x/../p.jpg", "news/p.jpg"),
        ("news/a.md", "../p.jpg", "p.jpg"),
        ("news/a.md", "own.jpg", "news/a/own.jpg"),
        ("news/a.md", "pictures/q.jpg", "pictures/q.jpg"),
        ("news/a.md", "/img/s.jpg?w=300#x", "static/img/s.jpg"),
        ("news/a.md", "img/t%20t.jpg", "assets/img/t t.jpg"),
        ("news/a.md", "/r.jpg", "content/r.jpg"),
    ],
)
def test_places_where_a_picture_is_looked_for(tmp_path, path, address, found):
    files = ["news/p.jpg", "p.jpg", "news/a/own.jpg", "pictures/q.jpg"]
    files += ["static/img/s.jpg", "assets/img/t t.jpg", "content/r.jpg"]

    reading = read(tmp_path, {path: f"![x](<{address}>)", **dict.fromkeys(files, b"x")})

    assert list(reading.media) == [found]


def test_picture_is_given_out_once(tmp_path):
    text = "---\nimage: a.jpg\n---\n![x](a.jpg)\n\n![y](/a.jpg)"

    reading = read(tmp_path, {"a.md": text, "b.md": text, "a.jpg": b"x"})

    assert [media.identity for media in reading.of(Media)] == ["a.jpg"]
    lead = MediaReference(url="/a.jpg", identity="a.jpg")
    assert [item.lead_image for item in reading.items.values()] == [lead, lead]


@pytest.mark.parametrize(
    "address",
    ["../../etc/passwd", "..%2f..%2fetc/passwd", "../outside/p.jpg", "/../../etc/passwd"],
)
def test_path_out_of_the_folder_is_refused(tmp_path, address):
    write(tmp_path, {"outside/p.jpg": b"x"})

    reading = read(tmp_path / "site", {"a.md": f"---\nimage: {address}\n---\nText."})

    assert reading.media == {}
    why = "The path leads out of the folder and was not followed."
    assert ("skipped", address, why) in reading.told


@pytest.mark.parametrize("address", ["file:///etc/passwd", "data:image/png;base64,AA", "http://["])
def test_what_is_no_address_is_refused(tmp_path, address):
    reading = read(tmp_path, {"a.md": f"---\nimage: '{address}'\n---\nText."})

    assert reading.media == {}
    assert ("skipped", address, "This is no address of a picture or file.") in reading.told


def test_links_that_lead_out_of_the_folder_are_not_followed(tmp_path):
    write(tmp_path, {"outside/p.jpg": b"x", "site/pictures/q.jpg": b"x", "site/a/index.md": "A"})
    site = tmp_path / "site"
    (site / "p.jpg").symlink_to(tmp_path / "outside/p.jpg")
    (site / "folder").symlink_to(tmp_path / "outside")
    (site / "q.jpg").symlink_to(site / "pictures/q.jpg")

    reading = read(site, {"b.md": "![p](p.jpg)\n\n![f](folder/p.jpg)\n\n![q](q.jpg)"})

    assert {identity: media.path for identity, media in reading.media.items()} == {
        "q.jpg": str(site / "pictures/q.jpg")
    }
    not_followed = "A link to a folder or out of the folder is not followed."
    assert [line for line in reading.told if line[0] == "skipped"] == [
        ("skipped", "folder", not_followed),
        ("skipped", "p.jpg", not_followed),
        ("skipped", "pictures/q.jpg", "No text leads to it."),
        ("skipped", "p.jpg", "There is no such file in the folder."),
        ("skipped", "folder/p.jpg", "There is no such file in the folder."),
    ]


def test_missing_picture_is_taken_from_the_old_site_where_that_is_known(tmp_path):
    settings = {"hugo.toml": "baseURL = 'https://p.example/blog/'"}
    text = "---\ndate: 2026-01-01\ncover: {image: lead.jpg}\n---\n![x](x.jpg) ![y](/y.jpg)"

    reading = read(tmp_path, {**settings, "content/posts/a.md": text})

    urls = [
        "https://p.example/blog/posts/a/x.jpg",
        "https://p.example/y.jpg",
        "https://p.example/blog/lead.jpg",
    ]
    assert reading.media == {url: Media(identity=url, url=url) for url in urls} | {
        urls[0]: Media(identity=urls[0], url=urls[0], alt="x"),
        urls[1]: Media(identity=urls[1], url=urls[1], alt="y"),
    }
    assert [notice.action for notice in reading.item.notices if "no such" in notice.why] == [
        "altered",
        "altered",
        "altered",
    ]


def test_own_addresses_lead_to_files_and_others_stay(tmp_path):
    settings = {"_config.yml": "url: https://p.example\nbaseurl: /b"}
    text = (
        "---\nimages: [https://p.example/b/img/a.jpg, other.jpg]\n---\n"
        "![x](//cdn.example/x.jpg) ![y](https://q.example/y.jpg)"
    )

    reading = read(tmp_path, {**settings, "_posts/2020-01-02-a.md": text, "img/a.jpg": b"x"})

    assert sorted(reading.media) == [
        "https://cdn.example/x.jpg",
        "https://q.example/y.jpg",
        "img/a.jpg",
    ]


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("lead_image: {src: a.jpg, alt: A, caption: C, credit: D}", ("A", "C", "D")),
        ("cover: {image: a.jpg, alt: A}", ("A", "", "")),
        ("image: a.jpg\nimage_alt: A", ("A", "", "")),
        ("featured_image: ''\nimages: [a.jpg]", ("", "", "")),
        ("featuredImage: a.jpg\nlead_image_credit: D", ("", "", "D")),
        ("cover: {alt: A}\nthumbnail: a.jpg", ("", "", "")),
    ],
)
def test_keys_of_the_lead_picture(tmp_path, matter, expected):
    item = read(tmp_path, {"a.md": f"---\n{matter}\n---\nText.", "a.jpg": b"x"}).item

    assert item.lead_image == MediaReference(url="/a.jpg", identity="a.jpg")
    assert (item.lead_image_alt, item.lead_image_caption, item.lead_image_credit) == expected
