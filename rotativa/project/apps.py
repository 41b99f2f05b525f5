from django.apps import AppConfig

from rotativa.lib.catalogues import speak_english_for_want_of_words


class ProjectConfig(AppConfig):
    name = "rotativa.project"
    label = "project"

    def ready(self) -> None:
        speak_english_for_want_of_words()
