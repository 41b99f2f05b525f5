"""LibreTranslate: `POST /translate` of a server of one's own or somebody's, with a key or without.

How much a server takes at once is its keeper's choice and often little, so requests are small.
"""

from collections.abc import Sequence
from typing import Any

from rotativa.articles.translators.asking import ask_to_translate, texts_of, unreadable

KINDS = {"pt-br": "pt-BR", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
"""Kinds of a language that it tells apart; of others it takes the language only."""


class LibreTranslate:
    name = "LibreTranslate"
    most_texts = 10
    most_bytes = 2000

    def __init__(self, *, endpoint: str, key: str = "") -> None:
        self.url = f"{endpoint}/translate"
        self.key = key

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        asked: dict[str, Any] = {
            "q": list(texts),
            "source": code_of(source),
            "target": code_of(target),
            "format": "html",
        }
        if self.key:
            asked["api_key"] = self.key
        answer = ask_to_translate(self.name, self.url, asked, headers={}, is_ours=True)
        if not isinstance(answer, dict):
            raise unreadable(self.name)
        return texts_of(self.name, answer.get("translatedText"), count=len(texts))


def code_of(language: str) -> str:
    return KINDS.get(language, language.partition("-")[0])
