"""Drawings may hold programmes; such ones are refused, with the name of what they hold."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from rotativa.media.actions import add_picture
from rotativa.media.models import Picture

pytestmark = pytest.mark.django_db

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def drawing(content: str, attributes: str = "") -> "ContentFile[bytes]":
    return ContentFile(f"{START} {attributes}>{content}</svg>".encode(), name="sign.svg")


@pytest.mark.parametrize(
    "content",
    [
        '<path d="M0 0h9v9z" fill="url(#a)"/>',
        '<defs><linearGradient id="a"/></defs><use xlink:href="#a"/><use href="#a"/>',
        "<style>.a { fill: url(#a); } @media (min-width: 9px) { .a { fill: red } }</style>",
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<path style=\"fill: url( '#a' )\"/>",
        "<g xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='a'><i:view/></g>",
    ],
)
def test_a_plain_drawing_is_kept(content):
    assert add_picture(drawing(content), title="Sign").width == 9


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<g><foreignObject/></g>", "foreignObject"),
        ('<a href="#a"/>', "a"),
        ('<animate attributeName="href"/>', "animate"),
        ('<set attributeName="onload"/>', "set"),
        ('<path onclick="alert(1)"/>', "onclick"),
        ('<path ONLOAD="alert(1)"/>', "ONLOAD"),
        ('<use href="https://elsewhere.example/a.svg#a"/>', "href"),
        ('<use xlink:href="javascript:alert(1)"/>', "href"),
        ('<image href="data:image/svg+xml;base64,PHN2Zz4="/>', "href"),
        ('<image href="data:text/html,a"/>', "href"),
        ("<style>@import 'https://elsewhere.example/a.css';</style>", "style"),
        ("<style>.a { fill: url(https://elsewhere.example/a) }</style>", "style"),
        ("<style>.a { fill: u\\72l(https://elsewhere.example/a) }</style>", "style"),
        ("<path style=\"fill: url('//elsewhere.example/a')\"/>", "style"),
        ('<path fill="url(//elsewhere.example/a)"/>', "fill"),
    ],
)
def test_a_drawing_that_could_run_or_load_is_refused(content, name):
    with pytest.raises(ValidationError) as refused:
        add_picture(drawing(content), title="Sign")

    [said] = refused.value.messages
    assert f"could run or that loads from elsewhere ({name})." in said
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        f"{START}>",
        "<html>Not found</html>",
        "<svg viewBox='0 0 9 9'/>",
        f"<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>{START}><text>&b;</text></svg>",
        f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{START}><text>&a;</text></svg>",
    ],
    ids=["cut", "html", "other", "bomb", "external"],
)
def test_a_drawing_that_is_broken_or_a_bomb_is_refused(text):
    with pytest.raises(ValidationError):
        add_picture(ContentFile(text.encode(), name="sign.svg"), title="Sign")

    assert not Picture.objects.exists()
