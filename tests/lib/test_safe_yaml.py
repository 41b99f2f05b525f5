"""YAML is read as it was written, and never more of it than is safe."""

import pytest

from rotativa.lib.safe_yaml import YamlRefused, read_yaml


def test_plain_values_keep_their_form():
    text = """
title: 1.10
zip: 012
clock: 12:30:00
lang: no
day: 2026-03-02
draft: true
loud: FALSE
empty:
nothing: ~
quoted: "true"
list: [a, 2, {b: c}]
"""

    assert read_yaml(text).value == {
        "title": "1.10",
        "zip": "012",
        "clock": "12:30:00",
        "lang": "no",
        "day": "2026-03-02",
        "draft": True,
        "loud": False,
        "empty": None,
        "nothing": None,
        "quoted": "true",
        "list": ["a", "2", {"b": "c"}],
    }


def test_tags_make_plain_data_only():
    text = "a: !!python/object/apply:os.system [ls]\nb: !!timestamp 2020-01-01\nc: !mine {d: e}"

    assert read_yaml(text).value == {"a": ["ls"], "b": "2020-01-01", "c": {"d": "e"}}


def test_small_aliases_and_merges_are_followed():
    text = "base: &base {a: b}\ncopy: *base\nmore: {<<: *base, c: d}"

    assert read_yaml(text).value == {
        "base": {"a": "b"},
        "copy": {"a": "b"},
        "more": {"a": "b", "c": "d"},
    }


def test_repeated_keys_are_named():
    assert read_yaml("a: x\nb: {c: y, c: z}\na: w").repeated == ("a", "c")
    assert read_yaml("a: x\nb: y").repeated == ()


def alias_bomb() -> str:
    rungs = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    return "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(rungs)


def merge_bomb() -> str:
    rungs = (f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12))
    return "a0: &a0 {x: y}\n" + "".join(rungs)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: [", "did not find expected node content", 2),
        ("a: b\nc: d: e", "mapping values are not allowed in this context", 2),
        ("[" * 100_000, "it is nested deeper than 40 levels", 1),
        ("- " * 100_000, "it is nested deeper than 40 levels", 1),
        (alias_bomb(), "it stands for more than 20,000 values", 5),
        (merge_bomb(), "it stands for more than 20,000 values", 5),
        ("a: &a [*a]", "*a repeats what is not there or not yet whole", 1),
        ("a: *b", "*b repeats what is not there or not yet whole", 1),
        ("a: \x00", "a character that YAML does not allow", 0),
        ("? [a]\n: b", "found unhashable key", 1),
        ("a: b\n--- \nc: d", "but found another document", 2),
        ("- z\n" * 30_000, "it stands for more than 20,000 values", 20_000),
    ],
)
def test_refuses_with_reason_and_line(text, message, line):
    with pytest.raises(YamlRefused) as refused:
        read_yaml(text)
    assert (str(refused.value), refused.value.line) == (message, line)
