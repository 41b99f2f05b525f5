"""The full text of the database that the site runs on."""

from functools import cache

from django.db import connection

from rotativa.articles.search.postgres import PostgresText
from rotativa.articles.search.sqlite import SqliteText
from rotativa.articles.search.wanted import FullText


def full_text() -> FullText:
    return of_database(connection.vendor)


@cache
def of_database(vendor: str) -> FullText:
    return PostgresText() if vendor == "postgresql" else SqliteText()
