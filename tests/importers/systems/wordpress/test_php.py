"""Serialized values are read within bounds, and nothing is ever called."""

import pytest

from rotativa.importers.systems.wordpress import php


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("N;", None),
        ("b:1;", True),
        ("b:0;", False),
        ("i:-7;", -7),
        ("d:0.5;", 0.5),
        ('s:6:"Häfn";', "Häfn"),
        ('s:5:"a";b:";', 'a";b:'),
        ('s:4:"Häfen";', "Häfen"),
        ("a:0:{}", {}),
        ('a:2:{s:2:"de";i:4;s:2:"en";i:5;}', {"de": 4, "en": 5}),
        ('a:1:{i:0;a:1:{s:1:"k";N;}}', {0: {"k": None}}),
    ],
)
def test_value_is_read(text: str, value: object):
    assert php.unserialize(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "i:7",
        "i:seven;",
        "d:;",
        's:3:"ab',
        "s:-1:",
        "a:1:{",
        "a:99999999:{i:0;i:0;}",
        "a:1:{N;i:1;}",
        "a:1:{i:0;i:1;]",
        'O:8:"stdClass":0:{}',
        'C:3:"Foo":0:{}',
        "R:1;",
        "i:1;i:2;",
        "a:1:{i:0;" * 40 + "i:1;" + "}" * 40,
    ],
)
def test_anything_else_is_refused(text: str):
    with pytest.raises(php.NotSerialized):
        php.unserialize(text)


def test_array_is_empty_for_anything_that_is_none():
    assert php.array('a:1:{s:1:"k";i:1;}') == {"k": 1}
    assert php.array("i:1;") == {}
    assert php.array("nonsense") == {}
