"""Other apps fill places on a page; what they bring is escaped unless they vouch for it."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from wagtail import hooks

from rotativa.pages.slots import SLOTS, NoSuchSlot

DOCS = Path(__file__).parents[2] / "docs" / "build" / "slots.md"
NAME = "masthead_tools"  # which no app of ours fills


def rendered(name: str) -> str:
    template = Template(f'{{% load pages %}}{{% slot "{name}" %}}')
    return template.render(Context({"number": 3}))


def test_slot_is_empty_when_nobody_fills_it():
    assert rendered(NAME) == ""


def test_slot_holds_what_each_app_brings_in_order():
    late = mark_safe("<p>late</p>")

    with hooks.register_temporarily(
        [
            (f"rotativa_slot_{NAME}", lambda _context: late),
            (f"rotativa_slot_{NAME}", lambda context: f"<{context['number']}>"),
            (f"rotativa_slot_{NAME}", lambda _context: None),
        ]
    ):
        assert rendered(NAME) == "<p>late</p>&lt;3&gt;"


def test_slot_that_is_not_in_the_list_is_refused():
    with pytest.raises(NoSuchSlot, match="article_befor_body"):
        rendered("article_befor_body")


def test_each_slot_is_documented():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCS.read_text(), re.MULTILINE))

    assert rows == SLOTS
