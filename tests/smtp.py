"""A mail server on the loopback that keeps what it is given."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


class _Session(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self.say("220 loopback")
        recipients: list[str] = []
        for line in self.rfile:
            verb = line[:4].upper().decode()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "RCPT":
                recipients.append(line.decode().partition("<")[2].partition(">")[0])
            if verb == "DATA":
                self.say("354 go on")
                self.server.keep(self.body(), recipients)
                recipients = []
            self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def body(self) -> bytes:
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[tuple[list[str], EmailMessage]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, data: bytes, recipients: list[str]) -> None:
        self.mails.append((recipients, message_from_bytes(data, policy=policy.default)))

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()
