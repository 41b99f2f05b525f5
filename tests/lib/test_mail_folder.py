"""Mail of a site that sends none lies in a folder, each in a file that programs for mail open."""

from email import message_from_bytes, policy
from pathlib import Path

from django.core.mail import send_mail
from pytest_django import Settings


def test_each_mail_is_a_private_file(settings: Settings, tmp_path: Path) -> None:
    """A line of dashes within a mail ends nothing."""
    settings.EMAIL_BACKEND = "rotativa.lib.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    text = "-" * 79 + "\nSubject: Another\n"

    for subject in ("First", "Second"):
        assert send_mail(subject, text, None, ["chi@post.example"]) == 1

    files = sorted((tmp_path / "mail").iterdir())
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [mail["Subject"] for mail in mails] == ["First", "Second"]
    assert [mail.get_content() for mail in mails] == [text] * 2
    assert [(file.suffix, file.stat().st_mode & 0o777) for file in files] == [(".eml", 0o600)] * 2
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
