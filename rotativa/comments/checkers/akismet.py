"""Akismet: asked only where the site has a key, since it is told the visitor's network address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from rotativa.comments.checkers import Asked, NoVerdict
from rotativa.lib.http import PUBLIC, FetchError, Limits, Response, post, reach_of

SERVICE = "https://rest.akismet.com"
LIMITS = Limits(
    max_bytes=16 * 2**10, max_redirects=0, total_seconds=3, idle_seconds=3, connect_seconds=2
)
"""A reader waits meanwhile."""
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
THANKS = b"Thanks for making the web a better place"
VERDICTS = {b"true": True, b"false": False}


@dataclass(frozen=True, slots=True)
class Akismet:
    key: str
    site: str
    """The paper's address, for which the key was given."""
    endpoint: str = ""

    def is_spam(self, asked: Asked) -> bool:
        answer = self.send("comment-check", asked)
        if answer.status != 200 or answer.body.strip() not in VERDICTS:
            raise NoVerdict(f"Akismet says no verdict: {why_of(answer)}")
        return VERDICTS[answer.body.strip()]

    def learn(self, asked: Asked, *, is_spam: bool) -> None:
        answer = self.send("submit-spam" if is_spam else "submit-ham", asked)
        if answer.status != 200 or not answer.body.startswith(THANKS):
            raise NoVerdict(f"Akismet does not learn: {why_of(answer)}")

    def send(self, what: str, asked: Asked) -> Response:
        told = {
            "api_key": self.key,
            "blog": self.site,
            "blog_charset": "UTF-8",
            "blog_lang": asked.language,
            "comment_author": asked.name,
            "comment_content": asked.text,
            "comment_type": "reply" if asked.is_answer else "comment",
            "permalink": asked.page,
            "user_agent": asked.browser,
            "user_ip": asked.visitor.partition("/")[0],
        }
        address = f"{self.endpoint or SERVICE}/1.1/{what}"
        reach = reach_of(self.endpoint) if self.endpoint else PUBLIC
        try:
            return post(address, urlencode(told).encode(), headers=FORM, limits=LIMITS, reach=reach)
        except FetchError as error:
            raise NoVerdict(str(error)) from error


def why_of(answer: Response) -> str:
    return (answer.headers.get("x-akismet-debug-help", "") or f"status {answer.status}")[:200]
