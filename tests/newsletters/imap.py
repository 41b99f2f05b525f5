"""A mailbox at a server on the loopback, as `rotativa` reads it (RFC 3501)."""

import re
import socketserver
import threading
from typing import Self

RANGE = re.compile(r"BODY\.PEEK\[\]<0\.(\d+)>")


class _Session(socketserver.StreamRequestHandler):
    server: "ImapServer"

    def handle(self) -> None:
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            verb, _, told = rest.partition(" ")
            self.say(f"{tag} {self.answer(verb.upper(), told)}")
            if verb.upper() == "LOGOUT":
                return

    def answer(self, verb: str, told: str) -> str:
        match verb, told.split(" ", maxsplit=1)[0]:
            case "LOGIN", _:
                is_known = told == f'paper "{self.server.password}"'
                return "OK in" if is_known else "NO [AUTHENTICATIONFAILED] no"
            case "CAPABILITY", _:
                self.say("* CAPABILITY IMAP4rev1")
            case "UID", "SEARCH":
                new = [each for each in self.server.mails if each not in self.server.flags]
                self.say(f"* SEARCH {' '.join(new)}")
            case "UID", "FETCH":
                self.fetch(told.split(" ")[1], told)
            case "UID", "STORE":
                _, number, _, flags = told.split(" ", 3)
                self.server.flags[number] = flags.strip("()")
            case "CLOSE", _:
                for number, flags in self.server.flags.items():
                    if "Deleted" in flags:
                        self.server.mails.pop(number, None)
            case "LOGOUT", _:
                self.say("* BYE")
        return "OK done"

    def fetch(self, number: str, told: str) -> None:
        found = RANGE.search(told)
        content = self.server.mails[number][: int(found[1]) if found else None]
        self.say(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(content)}}}")
        self.wfile.write(content)
        self.say(")")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class ImapServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, mails: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails = dict(mails)
        self.flags: dict[str, str] = {}
        self.password = "secret"

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()
