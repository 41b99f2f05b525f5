"""Which file a page becomes on a host that serves plain files."""

from mimetypes import guess_extension

LONGEST_NAME = 255
"""In bytes, as file systems take it."""
INDEX = "index"
HTML = "text/html"


class NoFile(Exception):
    """A path that no file can stand for; the message says why."""


def file_of(path: str, *, media_type: str) -> str:
    """The file, below the folder's root, that a host answers a path with.

    `/en/flood/` and `/en/flood` become `en/flood/index.html`: hosts send the second to the first.
    What is not HTML keeps its name, from which a host tells the type.
    """
    *folders, name = path[1:].split("/")
    if name and media_type == HTML and not name.endswith((".html", ".htm")):
        folders, name = [*folders, name], ""
    name = name or INDEX + (guess_extension(media_type) or "")
    for part in (*folders, name):
        refuse_bad(part)
    return "/".join([*folders, name])


def refuse_bad(part: str) -> None:
    if part in {"", ".", ".."} or "\0" in part:
        raise NoFile("it has a part that no file can be called")
    if len(part.encode(errors="surrogatepass")) > LONGEST_NAME:
        raise NoFile(
            f"it has a part of more than {LONGEST_NAME} bytes, longer than files' names are"
        )


def media_type_of(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
