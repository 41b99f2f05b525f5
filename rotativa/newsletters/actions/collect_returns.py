"""Reading the mailbox of what comes back, where it lies at a server of mail."""

import logging
import re
from collections import Counter
from datetime import datetime
from email.parser import BytesHeaderParser

from django.db import InterfaceError, OperationalError

from rotativa.lib.imap import Mailbox, open_mailbox
from rotativa.newsletters.actions.take_mail import Taken, take_mail

logger = logging.getLogger(__name__)

WHERE_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
LONGEST_HEAD = 64 * 1024
ADDRESSES = re.compile(r"[^\s<>,;:()\"]{1,64}@[^\s<>,;:()\"]{1,255}")
"""What could be one of ours, wherever in the line."""


def collect_returns(box: Mailbox, *, at: datetime) -> Counter[Taken]:
    """Those that did something are deleted; others stay, read, for a person. Raises `NoMailbox`."""
    counts: Counter[Taken] = Counter()
    with open_mailbox(box) as opened:
        for number, raw in opened.new():
            taken = taken_of(raw, at=at)
            opened.put_away(number, for_good=taken != Taken.NOTHING)
            counts[taken] += 1
    return counts


def taken_of(raw: bytes, *, at: datetime) -> Taken:
    try:
        return take_mail(raw, to=recipients_of(raw), at=at)
    except (OperationalError, InterfaceError):  # it is ours, and passes
        raise
    except Exception:  # a stranger wrote it, and it must not stand before the next one for ever
        logger.warning("A mail that came back cannot be read.", exc_info=True)
        return Taken.NOTHING


def recipients_of(raw: bytes) -> list[str]:
    """As the server that took it has noted them, or as the mail says."""
    head = BytesHeaderParser().parsebytes(raw[:LONGEST_HEAD].replace(b"\0", b""))
    lines = [str(line)[:1000] for name in WHERE_TO for line in head.get_all(name, [])]
    return [address for line in lines[:20] for address in ADDRESSES.findall(line)]
