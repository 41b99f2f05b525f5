"""A package of Argos Translate as small as can be: real files, and a model that has learnt nothing."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec

TEXT = ["la compuerta se cierra de noche", "la junta no respondió", "the gate closes at night"] * 20
DEPTH = 8


def make_model(folder: Path, *, source: str, target: str) -> Path:
    package = folder / f"translate-{source}_{target}"
    package.mkdir()
    (package / "metadata.json").write_text(json.dumps({"from_code": source, "to_code": target}))
    pieces = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT), model_writer=pieces, vocab_size=28, minloglevel=2
    )
    (package / "sentencepiece.model").write_bytes(pieces.getvalue())
    known = sentencepiece.SentencePieceProcessor(model_proto=pieces.getvalue())
    tokens = [known.id_to_piece(number) for number in range(known.get_piece_size())]
    write_engine(package / "model", tokens)
    return package


def write_engine(folder: Path, tokens: list[str]) -> None:
    spec = transformer_spec.TransformerSpec.from_config(num_layers=(1, 1), num_heads=2)
    fill(spec, np.random.default_rng(1), vocabulary=len(tokens))
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))


def fill(spec: Any, chance: np.random.Generator, *, vocabulary: int) -> None:
    """Give each weight of the specification numbers by chance."""

    def weight(*shape: int) -> np.ndarray:
        return chance.normal(size=shape).astype(np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = weight(DEPTH), weight(DEPTH)

    def attention(layer: Any, *widths: int) -> None:
        norm(layer.layer_norm)
        for linear, width in zip(layer.linear, widths, strict=True):
            linear.weight = weight(width * DEPTH, DEPTH)

    for side, embeddings in (
        (spec.encoder, spec.encoder.embeddings[0]),
        (spec.decoder, spec.decoder.embeddings),
    ):
        embeddings.weight = weight(vocabulary, DEPTH)
        norm(side.layer_norm)
        [layer] = side.layer
        attention(layer.self_attention, 3, 1)
        norm(layer.ffn.layer_norm)
        layer.ffn.linear_0.weight = weight(DEPTH, DEPTH)
        layer.ffn.linear_1.weight = weight(DEPTH, DEPTH)
    attention(spec.decoder.layer[0].attention, 1, 2, 1)
    spec.decoder.projection.weight = weight(vocabulary, DEPTH)
