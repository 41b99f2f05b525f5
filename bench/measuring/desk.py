"""The desk as an editor's browser reaches it: through the front, with a session."""

import json
import secrets
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html
from made_up.paper import BENCH, HOST, environment
from measuring.processes import LOOPBACK

FORM = "application/x-www-form-urlencoded"


class Desk:
    def __init__(self, port: int, *, session: str) -> None:
        self.connection = HTTPConnection(LOOPBACK, port, timeout=60)
        self.token = secrets.token_hex(16)
        self.headers = {"Host": HOST, "Cookie": f"session={session}; csrf={self.token}"}

    def get(self, path: str) -> tuple[HTTPResponse, bytes]:
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, Any]) -> tuple[HTTPResponse, bytes]:
        body = urlencode({**form, "csrfmiddlewaretoken": self.token})
        return self.ask("POST", path, body, {"Content-Type": FORM})

    def ask(
        self, method: str, path: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        self.connection.request(method, path, body, {**self.headers, **(more or {})})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def publish(self, draft: dict[str, Any]) -> None:
        """What the button in the editor sends."""
        form = {**draft["form"], "action-publish": "action-publish"}
        answer, body = self.post(edit_address(draft), form)
        if answer.status != 302:
            sys.exit(f"WRONG: publishing answers {answer.status}. {body.decode()[:3000]}")

    def fill_in(self, draft: dict[str, Any]) -> None:
        """As an editor does who has opened the form; the body is filled in by the browser."""
        self.connection.close()  # it may have idled for too long, and is opened again
        answer, page = self.get(edit_address(draft))
        if answer.status != 200:
            sys.exit(f"WRONG: {edit_address(draft)} answers {answer.status}")
        document: Any = html.document_fromstring(page)
        found = document.get_element_by_id("page-edit-form")
        draft["form"] = dict(found.form_values()) | body_of(draft) | author_of(draft)


def edit_address(draft: dict[str, Any]) -> str:
    return f"/desk/pages/{draft['pk']}/edit/"


def body_of(draft: dict[str, Any]) -> dict[str, Any]:
    text = {
        "key": "a", "type": "unstyled", "text": draft["text"], "depth": 0,
        "inlineStyleRanges": [], "entityRanges": [],
    }  # fmt: skip
    return {
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": json.dumps({"blocks": [text], "entityMap": {}}),
    }


def author_of(draft: dict[str, Any]) -> dict[str, Any]:
    return {
        "article_authors-TOTAL_FORMS": 1,
        "article_authors-0-author": draft["author"],
        "article_authors-0-ORDER": 1,
    }


def session_of(site: Path) -> str:
    """Of an editor who has just signed in."""
    return str(in_site(site, "session"))


def drafts_in(site: Path, *, count: int) -> list[dict[str, Any]]:
    """Articles that wait to be published, each in a section and signed."""
    found: list[dict[str, Any]] = in_site(site, "drafts", str(count))
    return found


def in_site(site: Path, *arguments: str) -> Any:
    command = [sys.executable, __file__, str(site), *arguments]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True,
        env=environment(PYTHONPATH=f"{BENCH.parent}:{BENCH}"),
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def main(site: str, act: str, count: str = "0") -> None:
    from rotativa.cli.site import enter_site

    enter_site(Path(site))
    match act:
        case "session":
            print(json.dumps(sign_in()))
        case "drafts":
            print(json.dumps(make_drafts(int(count))))
        case "storm":
            print(json.dumps(change_often(int(count))))


def sign_in() -> str:
    from django.test import Client

    from rotativa.people.models import User

    client = Client()
    password = secrets.token_hex()
    client.force_login(User.objects.create_superuser("ada@paper.example", password))
    return str(client.session.session_key)


def make_drafts(count: int) -> list[dict[str, Any]]:
    from rotativa.articles.models import Article, Author, FrontPage, Section

    front = FrontPage.objects.get(locale__language_code="en")
    section = Section.objects.filter(locale=front.locale).order_by("pk")[0]
    author = Author.objects.order_by("pk")[0]
    found = []
    for number in range(count):
        slug = f"the-bridge-{number}"
        title = f"The bridge opens for the {number}th time"
        draft = Article(title=title, slug=slug, locale=front.locale, section=section, live=False)
        front.refresh_from_db()
        front.add_child(instance=draft)
        draft.save_revision()
        found.append(
            {
                "pk": draft.pk,
                "title": title,
                "slug": slug,
                "text": f"Boats waited for the {number}th time. " * 40,
                "section": section.pk,
                "list": section.get_absolute_url(),
                "author": author.pk,
            }
        )
    return found


def change_often(count: int) -> dict[str, Any]:
    """Another title each time, stored and told as an article that is published stores and tells it."""
    from django.db import transaction

    from rotativa.articles.models import Article
    from rotativa.pages import keys

    article = Article.objects.get(slug="the-ferry-is-late-3")
    rows = Article.objects.filter(pk=article.pk)
    began, title = time.perf_counter(), ""
    for number in range(count):
        title = f"Late for the {number}th time"
        with transaction.atomic():
            rows.update(title=title)
            keys.announce(f"page:{article.pk}")
    return {"seconds": time.perf_counter() - began, "title": title}


if __name__ == "__main__":
    main(*sys.argv[1:])
