"""DeepL: `POST /v2/translate`, at most 50 texts and 128 KiB in one request."""

from collections.abc import Sequence
from typing import Any

from rotativa.articles.translators.asking import ask_to_translate, texts_of, unreadable

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
FREE_KEY = ":fx"
"""What keys of the free plan end with."""

TARGETS = {
    "en": "EN-US",
    "pt": "PT-PT",
    "zh": "ZH-HANS",
    "zh-hans": "ZH-HANS",
    "zh-hant": "ZH-HANT",
}
"""Into these it wants to know which; Django's `en` and `pt` are those of these countries."""
KINDS = {"en-gb", "en-us", "pt-br", "pt-pt", "es-419"}
"""Countries that it makes a difference for; of others it takes the language only."""


class DeepL:
    name = "DeepL"
    most_texts = 50
    most_bytes = 100 * 1024
    """Of 128: the rest is for names and quotation marks."""

    def __init__(self, *, key: str, endpoint: str = "") -> None:
        api = endpoint or (FREE if key.endswith(FREE_KEY) else PAID)
        self.url = f"{api}/v2/translate"
        self.key = key
        self.is_ours = bool(endpoint)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        answer = ask_to_translate(
            self.name,
            self.url,
            {
                "text": list(texts),
                "source_lang": source_code(source),
                "target_lang": target_code(target),
                "tag_handling": "html",
            },
            headers={"Authorization": f"DeepL-Auth-Key {self.key}"},
            is_ours=self.is_ours,
        )
        return texts_of(
            self.name, [text_of(each) for each in self.listed(answer)], count=len(texts)
        )

    def listed(self, answer: Any) -> list[Any]:
        found = answer.get("translations") if isinstance(answer, dict) else None
        if not isinstance(found, list):
            raise unreadable(self.name)
        return found


def text_of(translation: Any) -> Any:
    return translation.get("text") if isinstance(translation, dict) else None


def source_code(language: str) -> str:
    """It knows no countries of what it reads."""
    return language.partition("-")[0].upper()


def target_code(language: str) -> str:
    if language in TARGETS:
        return TARGETS[language]
    return (language if language in KINDS else language.partition("-")[0]).upper()
