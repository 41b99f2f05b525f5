"""What imports cannot show: templates and links point down the stack too."""

import re
from collections.abc import Iterator

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import PACKAGE, app_of, may_use

TAG = re.compile(r"""{%-?\s*(extends|include|url)\s+["']([^"']+)["']""")


def tags(*names: str) -> Iterator[tuple[str, str, str]]:
    """Each such tag in our templates: the app, the template, what the tag names."""
    for path in sorted(PACKAGE.glob("*/templates/**/*")):
        if path.is_file():
            for tag, target in TAG.findall(path.read_text()):
                if tag in names:
                    yield app_of(path), str(path.relative_to(PACKAGE)), target


def owners(template: str) -> set[str]:
    return {app_of(path) for path in PACKAGE.glob(f"*/templates/{template}")}


def url_owners() -> dict[str, set[str]]:
    """Each name of a URL with those of our apps whose views it leads to."""
    found: dict[str, set[str]] = {}

    def collect(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                collect(pattern, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                package, _, rest = pattern.callback.__module__.partition(".")
                if package == PACKAGE.name:
                    owner = rest.partition(".")[0]
                    found.setdefault(f"{prefix}{pattern.name}", set()).add(owner)

    collect(get_resolver(), "")
    return found


@pytest.mark.parametrize(
    "name",
    sorted(
        str(path.relative_to(folder))
        for folder in PACKAGE.glob("*/templates")
        for path in folder.rglob("*.*")
    ),
)
def test_each_template_can_be_read(name):
    """Tags and filters are known, blocks are closed: also where no other test comes by."""
    assert get_template(name)


def test_templates_extend_and_include_downwards():
    uses = list(tags("extends", "include"))

    assert uses
    assert [
        (template, target)
        for app, template, target in uses
        for owner in owners(target)
        if not may_use(app, owner)
    ] == []


def test_links_point_downwards():
    owners_of = url_owners()

    assert owners_of
    assert [
        (template, target)
        for app, template, target in tags("url")
        for owner in owners_of.get(target, ())
        if not may_use(app, owner)
    ] == []


def test_the_pattern_sees_tags():
    text = """{% extends "pages/base.html" %} {%- url 'articles:front' %} {% include name %}"""

    assert TAG.findall(text) == [("extends", "pages/base.html"), ("url", "articles:front")]
