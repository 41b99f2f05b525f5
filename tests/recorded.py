"""A door to the outside that opens onto recorded answers."""

# ruff: noqa: ARG002 - the signatures are those of rotativa.lib.http

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image

from rotativa.lib.http import Download, FetchError, Limits, Response, Unreachable

OEMBED = Path(__file__).parent / "data" / "oembed"


def picture_bytes(*, size: tuple[int, int] = (480, 270), form: str = "PNG") -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#16191b").save(written, form)
    return written.getvalue()


@dataclass
class RecordedDoor:
    """Answers by the beginning of the URL; remembers what was asked for."""

    answers: dict[str, bytes | FetchError]
    asked: list[str] = field(default_factory=list)

    def _answer(self, url: str) -> bytes:
        self.asked.append(url)
        for beginning, answer in self.answers.items():
            if url.startswith(beginning):
                if isinstance(answer, FetchError):
                    raise answer
                return answer
        raise Unreachable(f"Nothing was recorded for {url}.")

    def fetch(self, url: str, *, accept: tuple[str, ...], limits: Limits) -> Response:
        return Response(url, 200, {}, self._answer(url))

    def fetch_beginning(self, url: str, *, size: int, accept: tuple[str, ...]) -> Response:
        return Response(url, 200, {}, self._answer(url)[:size])

    def download(self, url: str, to: Path, *, accept: tuple[str, ...], limits: Limits) -> Download:
        size = to.write_bytes(self._answer(url))
        return Download(url, 200, {}, to, size)
