"""Mail of a site that sends none: a folder with a file for each mail, as any program for mail opens it."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SUFFIX = ".eml"


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        return sum(put(folder, new_name(), each.message().as_bytes()) for each in email_messages)


def new_name() -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"


def put(folder: Path, name: str, content: bytes) -> bool:
    """Whole or not at all; closed to other accounts of the machine, since there are codes in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{name}.draft"
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(folder / f"{name}{SUFFIX}")
    return True
