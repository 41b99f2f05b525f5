"""Dates follow the page's language and the site's time zone (Europe/Madrid in tests)."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

MOMENT = datetime(2026, 4, 15, 22, 40, tzinfo=UTC)  # the 16th in Madrid


def rendered(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load moments %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("form", "english", "spanish"),
    [
        ("weekday_date", "Thursday 16 April 2026", "Jueves 16 de abril de 2026"),
        ("long_date", "16 April 2026", "16 de abril de 2026"),
        ("short_date", "16 April", "16 de abril"),
        ("long_moment", "16 April 2026, 00:40", "16 de abril de 2026, 00:40"),
        ("short_moment", "16 April, 00:40", "16 de abril, 00:40"),
        ("clock", "00:40", "00:40"),
        ("month", "April 2026", "Abril de 2026"),
    ],
)
def test_each_form_is_written_in_the_language(form, english, spanish):
    source = "{{ value|" + form + " }}"

    assert rendered(source, "en", value=MOMENT) == english
    assert rendered(source, "es", value=MOMENT) == spanish


def test_a_moment_tells_machines_its_zone():
    with timezone.override("Pacific/Auckland"):
        found = rendered('{% when value "long_moment" %}', "en", value=MOMENT)

    assert found == '<time datetime="2026-04-16T00:40+02:00">16 April 2026, 00:40</time>'


@pytest.mark.parametrize(
    ("form", "words"), [("long_moment", "16 April 2026"), ("short_moment", "16 April")]
)
def test_midnight_stands_for_a_day_without_an_hour(form, words):
    midnight = datetime(2026, 4, 15, 22, tzinfo=UTC)

    assert rendered("{{ value|" + form + " }}", "en", value=midnight) == words


def test_a_date_needs_no_zone():
    found = rendered("{% when value %}", "es", value=date(2026, 3, 2))

    assert found == '<time datetime="2026-03-02">2 de marzo de 2026</time>'


def test_the_year_is_left_out_where_it_is_the_same():
    near, far = date(2026, 3, 2), date(2025, 12, 31)

    assert rendered("{{ value|near_date:now }}", "en", value=near, now=MOMENT) == "2 March"
    assert rendered("{{ value|near_date:now }}", "en", value=far, now=MOMENT) == "31 December 2025"
    assert rendered("{% when_near value now %}", "en", value=near, now=MOMENT) == (
        '<time datetime="2026-03-02">2 March</time>'
    )
