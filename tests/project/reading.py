"""A server of its own, behind the front: a Django that writes down when it is asked, and the names of what it was handed."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from granian import Granian
from granian.constants import Interfaces


def take(request: HttpRequest) -> HttpResponse:
    write("asked")
    write(" ".join([*request.POST, *request.FILES]))
    return HttpResponse("taken")


def write(line: str) -> None:
    with Path(os.environ["TAKEN"]).open("a") as file:
        file.write(f"{line}\n")


urlpatterns = [path("en/form/", take)]

if __name__ == "__main__":
    Granian(
        "tests.project.reading:application",
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        blocking_threads=1,
        websockets=False,
    ).serve()
else:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x" * 50)
    from rotativa.project.wsgi import behind_front as application  # noqa: F401  # which Granian asks
