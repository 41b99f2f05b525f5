"""What WordPress fills in when it shows a post is filled in before the text becomes blocks."""

from pathlib import Path

from rotativa.importers.records import Item
from tests.importers.systems.wordpress.exports import item, only, paragraphs, read_export


def picture(number: int, **fields: str) -> str:
    address = f"https://harbour.example/wp-content/uploads/{number}.jpg"
    usual = {"post_type": "attachment", "status": "inherit", "attachment_url": address}
    return item(**(usual | {"post_id": str(number), "post_parent": "1"} | fields))


def shown(folder: Path, shortcode: str) -> list[str]:
    """Identities of the pictures in the gallery of a post, in order."""
    entries = [
        item(content=shortcode),
        picture(12),
        picture(9),
        picture(10, menu_order="1"),
        picture(11, attachment_url="https://harbour.example/wp-content/uploads/11.pdf"),
        picture(20, post_parent="2"),
    ]
    (gallery,) = [
        block
        for block in only(Item, read_export(folder, *entries)).body
        if block["type"] == "gallery"
    ]
    return [image["value"]["image"].identity for image in gallery["value"]["images"]]


def test_gallery_without_ids_shows_the_pictures_that_were_uploaded_to_its_post(tmp_path: Path):
    assert shown(tmp_path, "[gallery]") == ["9", "12", "10"]


def test_gallery_may_leave_one_out(tmp_path: Path):
    assert shown(tmp_path, '[gallery columns="2" exclude="12"]') == ["9", "10"]


def test_gallery_may_show_the_pictures_of_another_post(tmp_path: Path):
    assert shown(tmp_path, '[gallery id="2"]') == ["20"]


def test_gallery_that_names_its_pictures_is_left_alone(tmp_path: Path):
    assert shown(tmp_path, '[gallery ids="20,9"]') == ["20", "9"]


def pattern(number: str, content: str) -> str:
    return item(post_id=number, post_type="wp_block", title="A pattern", content=content)


def test_synced_pattern_stands_where_it_is_shown(tmp_path: Path):
    inner = pattern("8", "<!-- wp:paragraph --><p>Subscribe.</p><!-- /wp:paragraph -->")
    outer = pattern("7", '<!-- wp:block {"ref":8} /-->')

    records = read_export(tmp_path, item(content='<!-- wp:block {"ref":7} /-->'), outer, inner)

    assert "Subscribe." in paragraphs(only(Item, records))


def test_pattern_that_shows_itself_comes_to_an_end(tmp_path: Path):
    loop = pattern("7", '<p>Again.</p><!-- wp:block {"ref":7} /-->')

    records = read_export(tmp_path, item(content='<!-- wp:block {"ref":7} /-->'), loop)

    assert paragraphs(only(Item, records)).count("Again.") == 3
