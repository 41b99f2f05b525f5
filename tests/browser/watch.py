"""What a reader is never told and a test must be: errors, violations, requests to strangers."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


@dataclass
class Watch:
    """Collects the faults of everything that happens in one browser context."""

    origin: str
    faults: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", self.catch)
        context.on("request", self.see)

    def excuse(self, words: str) -> None:
        """Expect faults that have these words in them."""
        self.excused.append(words)

    def unexcused(self) -> list[str]:
        return [fault for fault in self.faults if not any(words in fault for words in self.excused)]

    def hear(self, message: ConsoleMessage) -> None:
        # The browser says there, too, what the content security policy refused.
        if message.type in {"error", "warning"}:
            place = message.location.get("url", "")
            self.faults.append(f"{message.type} on the console: {message.text} ({place})")

    def catch(self, error: WebError) -> None:
        self.faults.append(f"exception in a script: {error.error}")

    def see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        outside = f"{parts.scheme}://{parts.netloc}" != self.origin
        if outside and parts.scheme not in {"data", "blob", "about"}:
            self.faults.append(f"request to a stranger: {request.url}")
