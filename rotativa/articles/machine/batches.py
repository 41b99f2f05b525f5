"""As many fragments in one request as the machine takes."""

import json
from collections.abc import Iterable, Iterator

from rotativa.articles.machine.markup import MarkupLost, numbered, restored
from rotativa.articles.machine.writing import MARKUP, REFUSED
from rotativa.articles.translators import TooLong, Translator

Told = dict[str, str]
"""By digest: translated fragments, or why there is no translation."""


def batches(fragments: Iterable[tuple[str, str]], machine: Translator) -> Iterator[Told]:
    """Of digests and fragments; one that is longer than a request should be goes alone."""
    batch: Told = {}
    size = 0
    for digest, fragment in fragments:
        weight = weight_of(numbered(fragment))
        if batch and (len(batch) == machine.most_texts or size + weight > machine.most_bytes):
            yield batch
            batch, size = {}, 0
        batch[digest] = fragment
        size += weight
    if batch:
        yield batch


def weight_of(text: str) -> int:
    """Its bytes in a request."""
    return len(json.dumps(text, ensure_ascii=False).encode(errors="replace")) + 2


def translate_batch(
    batch: Told, machine: Translator, *, source: str, target: str
) -> tuple[Told, Told]:
    """What was translated and what not. Raises `NotTranslated` where another time may be better."""
    sent = [numbered(fragment) for fragment in batch.values()]
    try:
        answers = machine.translate(sent, source=source, target=target)
    except TooLong:
        if len(batch) == 1:
            return {}, dict.fromkeys(batch, REFUSED)
        return one_by_one(batch, machine, source=source, target=target)
    done: Told = {}
    failed: Told = {}
    for (digest, fragment), answer in zip(batch.items(), answers, strict=True):
        try:
            done[digest] = restored(fragment, answer)
        except MarkupLost:
            failed[digest] = MARKUP
    return done, failed


def one_by_one(batch: Told, machine: Translator, *, source: str, target: str) -> tuple[Told, Told]:
    done: Told = {}
    failed: Told = {}
    for digest, fragment in batch.items():
        some, others = translate_batch({digest: fragment}, machine, source=source, target=target)
        done |= some
        failed |= others
    return done, failed
