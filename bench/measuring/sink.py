"""A mail relay that accepts all and writes each letter down before it says so.

    python bench/measuring/sink.py LOG

Prints its port. A line of the log is the Message-ID of an accepted letter.
"""

import contextlib
import os
import re
import socketserver
import sys
from pathlib import Path

MESSAGE_ID = re.compile(rb"^Message-ID: <([^>]+)>", re.MULTILINE | re.IGNORECASE)


class Session(socketserver.StreamRequestHandler):
    server: "Sink"
    disable_nagle_algorithm = True
    wbufsize = 0

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self.say(b"220 sink")
            while line := self.rfile.readline():
                match line[:4].upper():
                    case b"EHLO":
                        self.say(b"250-sink\r\n250 PIPELINING")
                    case b"DATA":
                        self.say(b"354 go on")
                        self.take()
                    case b"QUIT":
                        self.say(b"221 bye")
                        return
                    case _:
                        self.say(b"250 ok")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # killed in the middle: no letter
            lines.append(line)
        if found := MESSAGE_ID.search(b"".join(lines)):
            os.write(self.server.log, found[1] + b"\n")
            self.say(b"250 queued")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, log: Path) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


if __name__ == "__main__":
    with Sink(Path(sys.argv[1])) as sink:
        print(sink.server_address[1], flush=True)
        sink.serve_forever()
