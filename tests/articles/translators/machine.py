"""A LibreTranslate that answers as the real one, but knows one thing only: how to write in capitals."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rotativa.lib.config_parts import TranslatorConfig
from tests.servers import LOOPBACK

WORDS = re.compile(r"(<[^>]*>|&[a-z]+;)|([^<&]+)")

Answer = tuple[int, dict[str, Any]]


@dataclass
class Machine:
    config: TranslatorConfig
    asked: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[Answer] = field(default_factory=list)
    """Given one after the other, before anything is translated."""
    after: dict[int, Answer] = field(default_factory=dict)
    say: Callable[[str], str] = lambda text: WORDS.sub(
        lambda found: found[1] or found[2].upper(), text
    )

    def refuse_at(self, number: int, answer: Answer) -> None:
        """Once, when it is asked for this time."""
        self.after[number] = answer

    @property
    def texts(self) -> list[str]:
        return [text for each in self.asked for text in each["q"]]

    def answer(self, asked: dict[str, Any]) -> Answer:
        self.asked.append(asked)
        if refusal := self.after.pop(len(self.asked), None):
            return refusal
        if self.refusals:
            return self.refusals.pop(0)
        return 200, {"translatedText": [self.say(text) for text in asked["q"]]}


@contextmanager
def running_machine() -> Iterator[Machine]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            status, told = machine.answer(json.loads(self.rfile.read(length)))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    endpoint = f"http://{LOOPBACK}:{server.server_port}"
    machine = Machine(TranslatorConfig(how="libretranslate", endpoint=endpoint))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield machine
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
