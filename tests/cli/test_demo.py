"""`rotativa demo`: one command, and there is a paper."""

import email
import errno
import os
import re
import socket
from email import policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from rotativa.articles.models import Article, Claim, FrontPage, MachineDraft, Question
from rotativa.cli import demo_command
from rotativa.cli.main import main
from rotativa.cli.site import UNFINISHED
from rotativa.comments.models import Comment
from rotativa.evidence.models import Capture, Difference, Source
from rotativa.lib.config import CONFIG_NAME
from rotativa.lib.config_parts import EvidenceConfig
from rotativa.newsletters.actions import send_now
from rotativa.newsletters.models import Issue
from rotativa.pages.models import EmbedCard, Paper, PlainPage
from rotativa.people.models import User
from tests.servers import free_port


@pytest.fixture(autouse=True)
def _not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, db: None
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.EVIDENCE = EvidenceConfig(browser="none")
    monkeypatch.setenv("ROTATIVA_SITE", "")
    monkeypatch.setenv("ROTATIVA_DEMO", "no")
    monkeypatch.setenv("ROTATIVA_SERVE__PORT", str(free_port()))
    monkeypatch.setattr(demo_command, "serve_all", print)


def run(folder: Path) -> Result:
    return CliRunner().invoke(main, ["demo", str(folder)])


def test_demo_makes_a_whole_paper_and_makes_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One journey: to make the demo takes longer than anything it is asked about."""
    result = run(tmp_path / "demo")

    assert result.exit_code == 0, result.output
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
    assert (tmp_path / "static" / "pages" / "css").is_dir()
    assert {paper.name for paper in Paper.objects.all()} == {"The Estuary", "El Estuario"}
    assert (articles_in("en"), articles_in("es")) == (41, 40)
    assert PlainPage.objects.live().filter(show_in_menus=True).count() == 8
    assert Question.objects.open().filter(locale__language_code="en").count() == 10
    lead = Article.objects.get(is_pinned=True, locale__language_code="en")
    assert (lead.title, lead.get_translations().get().title) == (
        "The gate that closes at night",
        "La compuerta que se cierra de noche",
    )
    assert beginning_of_front("en") == "The crane that nobody will pay to move"
    assert beginning_of_front("es") == "La grúa que nadie quiere pagar por mover"
    assert stands_of_translations() == STANDS
    assert left_in_english() == []
    assert waiting_cards() == []
    assert set(Capture.objects.values_list("status", "how")) == {("taken", "plain")}
    assert rewritten() == ("Note on eel numbers", "changed", [("added", "well "), REMOVED])
    statuses = " ".join(each.status for each in Claim.objects.order_by("pk"))
    assert statuses == "confirmed retracted confirmed disputed reported"
    assert thread("en") == [
        ("Anglers say that the weir gate came down in the night", 0, 0, 4),
        ("The gate that closes at night", 4, 3, 9),
        ("River council: “nobody applied to us”", 0, 0, 1),
    ]
    assert [counts for _title, *counts in thread("es")] == [[0, 0, 4], [4, 3, 9], [0, 0, 1]]
    assert sorted(EmbedCard.objects.values_list("kind", "thumbnail__title")) == [
        ("social", None),
        ("video", "night.webp"),
        ("video", "night.webp"),
    ]

    assert first_issues(tmp_path / "demo" / "mail") == FIRST_ISSUES
    assert_a_draft_can_be_sent()
    assert_desk_opens(tmp_path / "demo" / "desk.txt")
    assert_readers_talk(tmp_path / "demo" / "reader.txt", result.output)
    port = os.environ["ROTATIVA_SERVE__PORT"]
    assert f"who register: http://127.0.0.1:{port}/en/-/mailbox/\n" in result.output

    Article.objects.get(slug="two-seals-at-the-fish-ladder").delete()
    result = run(tmp_path / "demo")

    assert result.exit_code == 0, result.output
    assert articles_in("en") == 40

    monkeypatch.setenv("ROTATIVA_SERVE__HOST", "0.0.0.0")  # noqa: S104  # nothing is bound
    assert (
        f"No mail is sent; it lies in {tmp_path / 'demo' / 'mail'}\n"
        in run(tmp_path / "demo").output
    )
    monkeypatch.setenv("ROTATIVA_MAIL__HOW", "smtp")
    assert "Mail is sent through localhost.\n" in run(tmp_path / "demo").output


STANDS = {
    "original": 44,
    "up_to_date": 36,
    "stale": ["Cuarenta y una ventanas: quién vive todavía en el muelle del Farol"],
    "machine_draft": [
        "La Junta del Puerto mantendrá el registro de la compuerta en papel «por ahora»"
    ],
}


REMOVED = (
    "removed",
    "Closures of the centre gate at night may have had an effect in late September and in October. ",
)


FIRST_ISSUES = [
    (
        "editor@estuary.example",
        "The gate that closes at night",
        "/en/newsletters/daily/2026-11-23/",
    ),
    (
        "lectora@estuary.example",
        "La compuerta que se cierra de noche",
        "/es/newsletters/daily/2026-11-23/",
    ),
]


def first_issues(mail: Path) -> list[tuple[str, str, str]]:
    """To whom, what of, and where else it is: its lead has a picture that mail can show."""
    found = []
    for file in sorted(mail.glob("letter-*.eml")):
        letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        rich = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has both parts
        assert re.search(r'<img [^>]*src="http[^"]+\.jpg"', rich)
        (path,) = set(re.findall(r"/../newsletters/daily/2[^\"]+", rich))
        found.append((str(letter["To"]), str(letter["Subject"]), path))
    return found


def assert_a_draft_can_be_sent() -> None:
    """As whoever tries it meets it: nothing has to be written for it."""
    drafts = Issue.objects.drafts().filter(goes_at=None).order_by("language")
    assert [(each.newsletter.slug, each.language, each.subject) for each in drafts] == [
        ("weekly", "en", "The gate that closes at night"),
        ("weekly", "es", "La compuerta que se cierra de noche"),
    ]
    assert [send_now(each, at=timezone.now()).frozen_count for each in drafts] == [1, 1]


def assert_desk_opens(account: Path) -> None:
    """Asking nothing more of a newcomer than what the command printed."""
    address, password = account.read_text().split()
    editor = User.objects.get(email=address)
    client = Client()
    client.force_login(editor)
    assert editor.check_password(password)
    assert client.get("/desk/", secure=True).status_code == 200
    assert editor.get_full_name() == "Bram Ostrey"


def assert_readers_talk(account: Path, output: str) -> None:
    said = Comment.objects.order_by("pk").values_list("name", "status", "is_staff")
    assert list(said) == [
        ("saltpan_lil", "approved", False),
        ("Bram Ostrey", "approved", True),
        ("Tomás V.", "approved", False),
        ("saltpan_lil", "pending", False),
    ]
    address, password = account.read_text().split()
    assert f"Sign in as a reader with {address} {password} \n" in output
    assert User.objects.get(email=address).check_password(password)


def rewritten() -> tuple[str, str, list[tuple[str, str]]]:
    """The one source whose page says something else by now, and what."""
    told = Difference.objects.get()
    found = Source.objects.exclude(state="").get()
    assert told.source == found
    news = [(kind, text) for kind, text in told.whole if kind != "same"]
    return found.title, found.state, news


def articles_in(language: str) -> int:
    return Article.objects.live().filter(locale__language_code=language).count()


def stands_of_translations() -> dict[str, int | list[str]]:
    """How many articles stand so; of those in Spanish that wait for somebody, which."""
    found: dict[str, list[str]] = {}
    for article in Article.objects.with_translation_status():
        found.setdefault(article.translation_status, []).append(article.title)
    waiting = {"stale", "machine_draft"}
    return {status: each if status in waiting else len(each) for status, each in found.items()}


def left_in_english() -> list[dict[str, str]]:
    """Of what the machine drafts."""
    (draft,) = MachineDraft.objects.all()
    assert (draft.state, draft.source.locale.language_code) == ("done", "en")
    (copy,) = draft.source.get_translations()
    assert "tableta" in str(copy.body)
    assert "tablet was" not in str(copy.body)
    return list(draft.left)


def beginning_of_front(language: str) -> str:
    front = FrontPage.objects.live().get(locale__language_code=language)
    return str(front.also[0].value["articles"][0].title)


def thread(language: str) -> list[tuple[str, int, int, int]]:
    """What is reported, asked and answered: how many questions each article asks and are open, its sources."""
    told = Article.objects.filter(locale__language_code=language, citations__isnull=False)
    return [
        (
            article.title,
            article.questions.count(),
            article.questions.open().count(),
            article.citations.values("source").distinct().count(),
        )
        for article in told.distinct().order_by("first_published_at")
    ]


def waiting_cards() -> list[EmbedCard]:
    """Those for which another site would be asked."""
    return list(EmbedCard.objects.exclude(state="ready", next_attempt_at=None))


def test_demo_leaves_another_site_alone(tmp_path: Path) -> None:
    (tmp_path / CONFIG_NAME).write_text('languages = ["en"]\n', encoding="utf-8")

    result = run(tmp_path)

    assert result.exit_code == 2
    assert "is another site" in result.output
    assert [path.name for path in tmp_path.iterdir()] == [CONFIG_NAME]


def test_demo_that_fails_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rotativa.cli.demo_paper.store", stop)

    result = run(tmp_path / "demo")

    assert (result.exit_code, result.output.splitlines()) == (
        2,
        ["Making the paper …", "Collecting static files …", "Error: No space left on device."],
    )
    assert not (tmp_path / "demo").exists()


def stop(*args: object, **kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_demo_that_a_kill_left_half_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there is what a killed process leaves: all but the account, and the mark."""
    monkeypatch.setattr("rotativa.cli.demo_paper.fill_paper", lambda *_, **__: None)
    monkeypatch.setattr("rotativa.cli.demo_paper.fill_conversation", lambda **_: "r@a.example")
    folder = tmp_path / "demo"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "paper.sqlite3").write_bytes(b"half")
    for name in (CONFIG_NAME, UNFINISHED):
        (folder / name).touch()

    result = run(folder)

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[:2] == [f"{folder} was cut short; beginning anew …", "Making the paper …"]
    account = folder / "desk.txt"
    assert account.stat().st_mode & 0o777 == 0o600
    assert "Sign in at the desk with " + account.read_text().replace("\n", " ") in lines
    assert not (folder / "data" / "paper.sqlite3").exists()
    assert not (folder / UNFINISHED).exists()


def test_taken_port_is_told_before_the_paper_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("ROTATIVA_SERVE__PORT", str(port))
        result = run(tmp_path / "demo")

    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert result.output.startswith(f"Error: Port {port} on 127.0.0.1 is in use.")
    assert list(tmp_path.iterdir()) == []
