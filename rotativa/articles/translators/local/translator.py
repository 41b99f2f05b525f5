"""Models on this machine: nothing leaves the house. Slower and plainer than a service."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from rotativa.articles.translators import NotTranslated
from rotativa.articles.translators.local.markup import translate_html
from rotativa.articles.translators.local.models import Model, NoModel, models_for


class Local:
    most_texts = 4
    most_bytes = 8000
    """Small, so that an editor sees it go forward and may stop it."""

    def __init__(self, *, models: Path) -> None:
        self.models = models

    @property
    def name(self) -> str:
        return gettext("this machine")

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        told: dict[str, Any] = {"source": source, "target": target, "folder": self.models}
        try:
            models = models_for(self.models, source=source, target=target)
            return [translate_html(text, lambda bare: through(models, bare)) for text in texts]
        except NoModel as error:
            raise NotTranslated(
                _("There is no model from %(source)s to %(target)s in %(folder)s."), **told
            ) from error
        except (OSError, ValueError, KeyError, RuntimeError) as error:  # of damaged models
            raise NotTranslated(
                _("The models in %(folder)s cannot be used: %(why)s"), **told, why=error
            ) from error


def through(models: Sequence[Model], text: str) -> str:
    return reduce(lambda told, model: model.say(told), models, text)
