"""Addresses without a language, or with one that the site has no more."""

from django.conf import settings
from django.urls import path, register_converter

from rotativa.newsletters.urls import LETTERS
from rotativa.newsletters.views import events
from rotativa.newsletters.views.letters import in_main_language


class FormerLanguage:
    regex = "[a-z]{2,3}(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """Raises `ValueError` of one that the site has."""
        if value in dict(settings.LANGUAGES):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormerLanguage, "former_language")

urlpatterns = [
    path("-/mail/events/", events.mail_events, name="mail_events"),
    *(
        path(f"<former_language:former>/{each.pattern}", in_main_language(each.callback))
        for each in LETTERS
    ),
]
