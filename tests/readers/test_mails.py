"""What every mail of the product is, whatever it is about: valid, whole in both parts, and in one language.

Issues of newsletters have the same rules in tests/newsletters/test_issue.py.
"""

import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

import rotativa
from rotativa.articles.models import FrontPage
from tests.articles.test_interface_words import strangers
from tests.mails import as_it_leaves, body_of, every_mail, makers
from tests.newsletters.test_words import said
from tests.newsroom.desk import desk_of
from tests.validity import faults_of

PACKAGE = Path(rotativa.__file__).parent
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted")
LIST = ("List-Unsubscribe", "List-Unsubscribe-Post")
LONGEST_LINE = 78
OTHER = {"en": "es", "es": "en"}
WRITES = re.compile(
    r"\b(EmailMultiAlternatives|EmailMessage|send_mail|mail_admins|mail_managers)\("
)
MAKES = re.compile(r"(?<!class )\bMail\(")


def test_no_mail_is_written_but_those_that_are_looked_at(
    paper: FrontPage, front_es: FrontPage
) -> None:
    sources = {
        str(path.relative_to(PACKAGE)): path.read_text()
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    }

    writers = {name for name, text in sources.items() if WRITES.search(text)}
    assert writers == {"readers/mails.py", "newsletters/mime/by_service.py", "readers/adapter.py"}
    assert {name for name, text in sources.items() if MAKES.search(text)} == {
        "readers/mails.py",
        "newsletters/mails.py",
        "comments/mails.py",
    }
    assert makers() == {name.partition(" ")[0] for name in every_mail(paper) if "news " not in name}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_mail_is_valid_and_speaks_one_language(
    paper: FrontPage, front_es: FrontPage, language: str
) -> None:
    """RFC 5322, and of those that are sent again and again 2369 and 8058."""
    front = {"en": paper, "es": front_es}[language]
    editor, leads, every = desk_of("Editor"), set[str](), ""

    for name, make in every_mail(front).items():
        message = as_it_leaves(make, language=language)
        assert_valid(message, language=language)
        text, rich = body_of(message, "plain"), body_of(message, "html")
        page: HtmlElement = html.document_fromstring(rich)
        assert faults_of(rich) == [], name
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= LONGEST_LINE
        hrefs = {link.get("href") for link in page.iter("a")}
        assert hrefs == set(re.findall(r"https?://\S+", text)), f"{name}: both parts lead there"
        leads |= hrefs
        for style in page.findall(".//style"):
            style.drop_tree()
        whole = f"{message['Subject']}\n{text}\n{page.text_content()}"
        assert (name, page.get("lang"), strangers(said(whole, language))) == (name, language, [])
        every += whole

    assert len(strangers(said(every, OTHER[language]))) > 50, "in the other language they are seen"
    broken = {url: status for url in leads if (status := answer_to(url, editor)) != 200}
    assert broken == {}
    assert {f"https://paper.example/{language}/"} < leads


def assert_valid(message: EmailMessage, *, language: str) -> None:
    names = [name.lower() for name in message]
    assert len(names) == len(set(names))
    assert set(map(str.lower, ONCE)) < set(names)
    assert [defect for _, value in message.items() for defect in value.defects] == []
    assert [part.defects for part in message.walk() if part.defects] == []
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Content-Language"] == language
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].display_name in {"The Paper", "El Diario"}
    assert message["Date"].datetime is not None
    assert re.fullmatch(r"<[\w.=-]+@paper\.example>", message["Message-ID"])
    if any(name in message for name in LIST):
        way_out = message["List-Unsubscribe"].strip()  # long ones stand on a line of their own
        assert re.fullmatch(r"<https://paper\.example/[^<>\s]+>", way_out)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def answer_to(url: str, editor: Client) -> int:
    """Where whoever got the mail comes to in the end; of the desk's, an editor."""
    assert url.startswith("https://paper.example/"), url
    path = unquote(urlsplit(url).path)
    client = editor if path.startswith("/desk/") else Client()
    return int(client.get(path, follow=True).status_code)
