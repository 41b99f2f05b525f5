"""Settings of the peer: the same site without a press, so that publishing is Wagtail's own."""

from django.apps import AppConfig

from rotativa.project.settings import *  # noqa: F403  # settings are names
from rotativa.project.settings import INSTALLED_APPS


class Silent(AppConfig):
    name = "measuring"

    def ready(self) -> None:
        from rotativa.pages.signals import changed
        from rotativa.press.receivers import note_change

        changed.disconnect(note_change)


INSTALLED_APPS = [*INSTALLED_APPS, "measuring.silent.Silent"]
