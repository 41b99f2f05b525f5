"""Mails as they come back, from servers as they write them."""

from email.message import EmailMessage


def report(
    kind: str, fields: str, *, original: str = "", sender: str = "MAILER-DAEMON@mx.example"
) -> bytes:
    """A report of RFC 6522: words for people, fields for machines, what it is about."""
    return f"""From: {sender}
To: somebody@paper.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--b1
Content-Type: message/{kind}

{fields}

--b1
Content-Type: message/rfc822

{original}From: paper@paper.example
Subject: El puerto

¿Quién pagó?
--b1--
""".replace("\n", "\r\n").encode()


def dsn(status: str, words: str, *, action: str = "failed") -> bytes:
    """As Postfix has it."""
    return report(
        "delivery-status",
        f"""Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4Xz1

Final-Recipient: rfc822; chi@example.net
Original-Recipient: rfc822;chi@example.net
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; {words}""",
    )


def complaint(kind: str, *, sender: str = "") -> bytes:
    """As the feedback loop of Yahoo has it (RFC 5965): to one address, whoever complains."""
    path = f"Original-Mail-From: {sender}\n" if sender else ""
    return report(
        "feedback-report",
        f"Feedback-Type: {kind}\nUser-Agent: Yahoo!-Mail-Feedback/2.0\n{path}Version: 0.1",
        sender="feedback@arf.mail.yahoo.example",
    )


def plain(text: str, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["To"] = "somebody@paper.example"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def exim(words: str) -> bytes:
    """As Exim wrote them before it had reports."""
    return plain(
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n"
        f"  chi@example.net\n    {words}\n",
        From="Mail Delivery System <Mailer-Daemon@mx.example>",
        Auto_Submitted="auto-replied",
        X_Failed_Recipients="chi@example.net",
    )


QMAIL = plain(
    "Hi. This is the qmail-send program at mx.example.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    "<chi@example.net>:\nSorry, no mailbox here by that name. vpopmail (#5.1.1)\n\n"
    "--- Below this line is a copy of the message.\n\nSubject: El puerto\n",
    From="MAILER-DAEMON@mx.example",
)
ON_HOLIDAY = plain(
    "I am away. Mail to my colleague Bo bounced: 550 5.1.1 user unknown.",
    From="Chi <chi@example.net>",
    Auto_Submitted="auto-replied (vacation)",
)
ANSWER = plain("Thank you for the paper. 550 5.1.1 user unknown", From="chi@example.net")
RECEIPT = report(
    "disposition-notification",
    "Final-Recipient: rfc822;chi@example.net\nDisposition: manual-action/MDN-sent-manually; displayed",
    sender="chi@example.net",
).replace(b"auto-replied", b"no")
OF_NO_MAILBOX = (
    "550 Could not verify sender address",
    "550 sender email address does not exist",
    "550 5.1.0 sender domain must exist",
    "553 5.1.0 Sender address does not exist",
    "550 sender is unknown",
    "550 From address does not exist",
    "550 Verification failed for <unknown.user@paper.example>",
    "550 authentication is required, unknown user",
    "550 Unable to relay",
    "550 Your IP address is unknown: no PTR record",
    "550 Client host rejected",
    "550 Message rejected",
    "550 your account is disabled",
    "550 Mailbox temporarily unavailable",
    "550 Recipient unavailable, try again later",
    "550 Account disabled: temporary failure",
    "550 Invalid recipient header",
)
"""Refusals without a further code that do not say that a mailbox is none."""
OF_A_MAILBOX = (
    "550 Requested action not taken: mailbox unavailable",
    "550 No Such User Here",
    "550 Unrouteable address",
    "550 User doesn't exist",
    "553 sorry, no mailbox here by that name",
    "551 not a valid mailbox",
    "550 The email account that you tried to reach does not exist.",
)
"""Those that do."""
