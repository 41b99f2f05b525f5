"""Wagtail's apps without the API that each of them makes at every start, whether it is served or not.

Rotativa serves one of its own (`articles/api`), and not Wagtail's: the schemas of all models, made
by pydantic, are a quarter of the time that each command takes to begin, and 20 MB of memory.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.locales.apps import WagtailLocalesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig


class _TakesAll:
    """In place of the API, and of what is put there."""

    def add_router(self, *_: Any) -> None:
        pass


@contextmanager
def without_api(app: str) -> Iterator[None]:
    """Modules that do nothing stand where an app looks for its part of the API."""
    named = [
        "wagtail.api.v3.api",
        *(f"{app}.api.v3{part}" for part in ("", ".registry", ".router")),
    ]
    before = {name: sys.modules[name] for name in named if name in sys.modules}
    for name in named:
        module: Any = ModuleType(name)
        module.api, module.router, module.register_content_types = _TakesAll(), None, lambda: None
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in named:
            del sys.modules[name]
        sys.modules.update(before)


class _Quiet(AppConfig):
    def ready(self) -> None:
        with without_api(self.name):
            super().ready()


class Documents(_Quiet, WagtailDocsAppConfig):
    pass


class Images(_Quiet, WagtailImagesAppConfig):
    pass


class Locales(_Quiet, WagtailLocalesAppConfig):
    pass


class Redirects(_Quiet, WagtailRedirectsAppConfig):
    pass


class Snippets(_Quiet, WagtailSnippetsAppConfig):
    pass
