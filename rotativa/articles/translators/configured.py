"""The machine that the site is set to have translations drafted by."""

from functools import cache
from pathlib import Path

from django.conf import settings

from rotativa.articles.translators import Translator
from rotativa.articles.translators.deepl.translator import DeepL
from rotativa.articles.translators.libretranslate.translator import LibreTranslate
from rotativa.articles.translators.local.translator import Local
from rotativa.lib.config_parts import TranslatorConfig


def translator() -> Translator | None:
    return translator_of(settings.TRANSLATOR, Path(settings.MODELS_ROOT))


@cache
def translator_of(config: TranslatorConfig, models: Path) -> Translator | None:
    key = config.key.get_secret_value()
    match config.how:
        case "deepl":
            return DeepL(key=key, endpoint=config.endpoint)
        case "libretranslate":
            return LibreTranslate(endpoint=config.endpoint, key=key)
        case "local":
            return Local(models=models)
    return None
