"""Reading the mailbox of what comes back, where it lies at a server of mail."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.parser import BytesHeaderParser

from rotativa.lib.imap import Mailbox, open_mailbox
from rotativa.newsletters.actions.take_mail import Taken, take_mail

WHERE_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
LONGEST_HEAD = 64 * 1024
ADDRESSES = re.compile(r"[^\s<>,;:()\"]{1,64}@[^\s<>,;:()\"]{1,255}")
"""What could be one of ours, wherever in the line."""


def collect_returns(box: Mailbox, *, at: datetime) -> Counter[Taken]:
    """Those that did something are deleted; others stay, read, for a person. Raises `NoMailbox`."""
    counts: Counter[Taken] = Counter()
    with open_mailbox(box) as opened:
        for number, raw in opened.new():
            taken = take_mail(raw, to=recipients_of(raw), at=at)
            opened.put_away(number, for_good=taken != Taken.NOTHING)
            counts[taken] += 1
    return counts


def recipients_of(raw: bytes) -> Iterator[str]:
    """As the server that took it has noted them, or as the mail says."""
    head = BytesHeaderParser().parsebytes(raw[:LONGEST_HEAD].replace(b"\0", b""))
    lines = [str(line)[:1000] for name in WHERE_TO for line in head.get_all(name, [])]
    for line in lines[:20]:
        yield from ADDRESSES.findall(line)
