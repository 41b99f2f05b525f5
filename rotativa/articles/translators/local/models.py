"""Models that lie in a folder of the site: packages of Argos Translate, unpacked.

Each is a folder with `metadata.json`, `sentencepiece.model` and `model/`, the last two read by
SentencePiece and CTranslate2. They are loaded when first used, and kept.
"""

import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rotativa.articles.translators.local.codes import code_of
from rotativa.lib.sentences import sentences_of

BETWEEN = "en"
"""What Argos's models translate from or into: other pairs go through it."""
AT_ONCE = 32


class NoModel(Exception):
    """There is none for this pair of languages."""


class Model:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        told = json.loads((folder / "metadata.json").read_bytes())
        self.source, self.target = str(told["from_code"]), str(told["to_code"])
        self.prefix = str(told.get("target_prefix") or "")

    @cached_property
    def pieces(self) -> Any:
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  # an extra

        return SentencePieceProcessor(model_file=str(self.folder / "sentencepiece.model"))

    @cached_property
    def engine(self) -> Any:
        from ctranslate2 import Translator  # noqa: PLC0415  # an extra

        return Translator(str(self.folder / "model"), device="cpu")

    def say(self, text: str) -> str:
        sentences = list(sentences_of(text, self.source))
        begun = [[self.prefix]] * len(sentences) if self.prefix else None
        found = self.engine.translate_batch(
            [self.pieces.encode(sentence, out_type=str) for sentence in sentences],
            target_prefix=begun,
            replace_unknowns=True,
            max_batch_size=AT_ONCE,
            beam_size=4,
            length_penalty=0.2,
        )
        return " ".join(self.words_of(each.hypotheses[0]) for each in found)

    def words_of(self, tokens: Sequence[str]) -> str:
        told = tokens[1:] if self.prefix and tokens[:1] == [self.prefix] else tokens
        return "".join(told).replace("▁", " ").strip()


def models_for(folder: Path, *, source: str, target: str) -> list[Model]:
    """One, or two by way of English. Raises `NoModel`."""
    known = {(model.source, model.target): model for model in models_in(folder)}
    begin, end = code_of(source), code_of(target)
    for way in ([(begin, end)], [(begin, BETWEEN), (BETWEEN, end)]):
        if all(pair in known for pair in way):
            return [known[pair] for pair in way]
    raise NoModel


@cache
def models_in(folder: Path) -> list[Model]:
    return [Model(path.parent) for path in sorted(folder.glob("*/metadata.json"))]
