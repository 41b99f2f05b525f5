"""What `rotativa doctor` says of the machine that drafts translations: it is asked for one word."""

from collections.abc import Iterator

from rotativa.cli.findings import Finding
from rotativa.lib.config import Config

WORD = "<p>1 a</p>"
ADVICE = "See docs/run/machine-drafts.md; editors are told the same when they ask for a draft."


def translator(config: Config) -> Iterator[Finding]:
    """From the paper's main language into each other: key, languages and quota at once."""
    from rotativa.articles.translators import NotTranslated  # noqa: PLC0415  # settings come first
    from rotativa.articles.translators.configured import translator as configured  # noqa: PLC0415  # as above

    machine = configured()
    if machine is None:
        return
    source, *targets = config.languages
    for target in targets:
        try:
            machine.translate([WORD], source=source, target=target)
        except NotTranslated as error:
            yield Finding("translator", False, f"{source} to {target}: {error}", ADVICE)
        else:
            yield Finding("translator", True, f"{machine.name} translates {source} to {target}.")
