"""Ada, an editor, uploads, edits and replaces pictures by each of the desk's doors."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml.html import HtmlElement, fromstring
from wagtail.models import Collection

from rotativa.media.actions import answer_request, make_renditions, request_renditions
from rotativa.media.models import File, Picture
from rotativa.people.models import User
from tests.factories.media import FileFactory, PictureFactory, iim, picture_data, scene, upload
from tests.newsroom.desk import set_language

pytestmark = pytest.mark.django_db

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
SAID = iim(
    byline="Chi Roe", credit="Agency North", copyright="© Chi Roe", caption="The weir, shut."
)
TRUNCATED = picture_data()[:2000]
ORDER = [
    "title", "file", "description", "caption", "creator", "credit", "rights", "taken_at", "collection",
    "tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
]  # fmt: skip


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada@paper.example", "ada-types-fast"))
    return client


def page_of(html: str | bytes) -> HtmlElement:
    page = fromstring(html)
    assert isinstance(page, HtmlElement)
    return page


def form_in(page: HtmlElement) -> dict[str, str]:
    """The fields of the picture's form as they stand in it, in their order."""
    named = page.xpath("//form//*[@name]")
    assert isinstance(named, list)
    return {str(each.get("name")): str(each.value or "") for each in named}


def fields(**changed: object) -> dict[str, object]:
    """What the form sends when nothing is typed but a title."""
    empty = dict.fromkeys(ORDER, "")
    collection = Collection.get_first_root_node()
    return empty | {"title": "Weir", "collection": collection.pk} | changed


def words(picture: Picture) -> tuple[str, ...]:
    picture.refresh_from_db()
    return picture.caption, picture.creator, picture.credit, picture.rights


def test_the_form_asks_in_the_order_of_work_and_explains(ada):
    page = page_of(ada.get(reverse("wagtailimages:add")).content)

    asked = [name for name in form_in(page) if name in ORDER and not name.startswith("focal")]
    assert asked == [*ORDER[:8], "tags"]
    assert "Alternative text" in page.text_content()
    assert "What the picture shows, for those who cannot see it." in page.text_content()


def test_an_upload_fills_in_what_the_file_says(ada):
    sent = fields(file=upload(picture_data(iim=SAID)), credit="Bo Reyes / The Paper")

    ada.post(reverse("wagtailimages:add"), sent)

    picture = Picture.objects.get()
    assert words(picture) == ("The weir, shut.", "Chi Roe", "Bo Reyes / The Paper", "© Chi Roe")
    assert picture.uploaded_by_user == User.objects.get()


def test_an_upload_from_an_article_does_too(ada):
    sent = fields(file=upload(picture_data(iim=SAID)))
    sent = {f"image-chooser-upload-{name}": value for name, value in sent.items()}

    response = ada.post(reverse("wagtailimages_chooser:create"), sent)

    assert response.json()["step"] == "chosen"
    assert words(Picture.objects.get()) == (
        "The weir, shut.",
        "Chi Roe",
        "Agency North",
        "© Chi Roe",
    )


def test_many_uploads_each_show_what_their_file_says(ada):
    sent = {"files[]": upload(picture_data(iim=SAID))}

    response = ada.post(reverse("wagtailimages:add_multiple"), sent)

    picture = Picture.objects.get()
    form = form_in(page_of(response.json()["form"]))
    assert form[f"image-{picture.pk}-credit"] == "Agency North"
    assert words(picture)[0] == "The weir, shut."


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (upload(TRUNCATED), "This picture is damaged, or its end is missing."),
        (upload(b"no picture"), "Upload a valid image."),
        (upload(picture_data(), "weir.tif"), "Supported formats: AVIF, GIF, HEIC, JPG, JPEG, PNG, WEBP, SVG"),
        (upload(picture_data(kind="PNG"), "weir.jpg"), "The extension does not match the file format"),
        (upload(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>", "a.svg"),
         "that loads from elsewhere (script)"),
    ],
)  # fmt: skip
def test_a_file_that_is_refused_says_why_at_each_door(ada, file, reason):
    def again() -> SimpleUploadedFile:
        file.seek(0)
        return file

    one = ada.post(reverse("wagtailimages:add"), fields(file=again()))
    many = ada.post(reverse("wagtailimages:add_multiple"), {"files[]": again()})
    chooser = {
        f"image-chooser-upload-{name}": value for name, value in fields(file=again()).items()
    }
    chosen = ada.post(reverse("wagtailimages_chooser:create"), chooser)

    assert reason in page_of(one.content).text_content()
    assert reason in many.json()["error_message"]
    assert reason in page_of(chosen.json()["htmlFragment"]).text_content()
    assert not Picture.objects.exists()


def test_what_was_read_can_be_edited_and_emptied(ada):
    ada.post(reverse("wagtailimages:add"), fields(file=upload(picture_data(iim=SAID))))
    picture = Picture.objects.get()
    edit = reverse("wagtailimages:edit", args=[picture.pk])

    sent = fields(creator="Bo Reyes", taken_at="2026-04-14 05:31")
    del sent["file"]
    ada.post(edit, sent)

    assert words(picture) == ("", "Bo Reyes", "", "")
    assert picture.taken_at == datetime(2026, 4, 14, 3, 31, tzinfo=UTC)


def test_a_new_file_brings_its_own_words_and_loses_the_old_renditions(
    ada, django_capture_on_commit_callbacks
):
    exact = iim(credit="Agency North", date="20260414", time="053120+0000")
    picture = PictureFactory.create(file=upload(picture_data(iim=exact)), credit="", creator="")
    make_renditions(picture)
    edit = reverse("wagtailimages:edit", args=[picture.pk])
    shown = form_in(page_of(ada.get(edit).content))
    assert shown["taken_at"] == "2026-04-14 07:31"

    new = upload(picture_data(scene((300, 200)), iim=SAID), "other.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        ada.post(edit, {name: shown.get(name) or "" for name in ORDER} | fields(file=new) | {
            name: shown[name] for name in ("credit", "taken_at", "rights")
        })  # fmt: skip

    assert words(picture) == ("The weir, shut.", "Chi Roe", "Agency North", "© 2026 The Paper")
    assert picture.taken_at is None
    assert not picture.renditions.filter(filter_spec__contains="format").exists()


def test_the_form_says_why_readers_are_not_shown_a_picture(ada):
    picture = PictureFactory.create()
    edit = reverse("wagtailimages:edit", args=[picture.pk])
    request_renditions([picture.pk], at=NOON)
    assert "No files for readers" not in page_of(ada.get(edit).content).text_content()

    picture.file.storage.delete(picture.file.name)
    answer_request(picture.pk, at=NOON)

    for language, reason in (
        ("en", "No files for readers could be made of this picture: its file is missing"),
        (
            "es",
            "No se pudo hacer de esta imagen ningún archivo para los lectores: falta su archivo",
        ),
    ):
        set_language(ada, language)
        assert reason in page_of(ada.get(edit).content).text_content()


def test_the_form_says_in_words_that_a_drawing_was_spoilt(ada):
    drawing = PictureFactory.create(title="sign.svg", file=upload(DRAWING, "sign.svg"))
    drawing.file.storage.delete(drawing.file.name)
    drawing.file.storage.save(drawing.file.name, upload(b"<html></html>", "sign.svg"))
    request_renditions([drawing.pk], at=NOON)
    answer_request(drawing.pk, at=NOON)

    for language, reason in (
        ("en", "of this picture: This is not a drawing that can be read: <html>"),
        ("es", "los lectores: No es un dibujo que se pueda leer: <html>"),
    ):
        set_language(ada, language)
        edit = ada.get(reverse("wagtailimages:edit", args=[drawing.pk]))
        assert reason in page_of(edit.content).text_content()
    assert "sign.svg" in ada.get(reverse("wagtailimages:index")).content.decode()


SPOILT = {
    "cut off": DRAWING[:60],
    "empty": b"",
    "noise": b"\x00\x01noise",
    "entity": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING,
    "no size": DRAWING.replace(b"0 0 9 9", b"x"),
    "head of a photo": b"\xff\xd8\xff",
}


@pytest.mark.parametrize("data", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("name", ["sign.svg", "weir.jpg"])
def test_the_desk_opens_a_picture_that_was_spoilt_and_lists_with_it(ada, name, data):
    whole = DRAWING if name == "sign.svg" else picture_data()
    picture = PictureFactory.create(title=name, file=upload(whole, name))
    picture.file.storage.delete(picture.file.name)
    picture.file.storage.save(picture.file.name, upload(data, name))

    edit = ada.get(reverse("wagtailimages:edit", args=[picture.pk]))
    listed = ada.get(reverse("wagtailimages:index"))
    chosen = ada.get(reverse("wagtailimages_chooser:choose"))

    for page in (edit, listed, chosen):
        assert name in page.content.decode()


def test_the_desk_shows_pictures_of_every_kind(ada):
    for data, name in [
        (picture_data(scene((200, 120), "CMYK")), "print.jpg"),
        (picture_data(scene((200, 120), "P"), kind="GIF"), "old.gif"),
        (picture_data(scene((200, 120)).convert("I;16"), kind="PNG"), "scan.png"),
        (picture_data(scene((200, 120)), kind="AVIF"), "new.avif"),
        (DRAWING, "sign.svg"),
    ]:
        ada.post(reverse("wagtailimages:add"), fields(file=upload(data, name), title=name))

    shown = page_of(ada.get(reverse("wagtailimages:index")).content).text_content()

    assert Picture.objects.count() == 5
    assert all(
        name in shown for name in ("print.jpg", "old.gif", "scan.png", "new.avif", "sign.svg")
    )
    assert all(picture.renditions.exists() for picture in Picture.objects.exclude(title="sign.svg"))


def test_a_file_is_given_to_readers_by_its_view(ada, client):
    file = FileFactory.create(file=SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 one page"))

    response = client.get(file.url)

    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 one page"
    assert ada.get(reverse("wagtaildocs:index")).status_code == 200
    assert File.objects.get() == file
