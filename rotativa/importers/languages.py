"""Languages of a source, as the paper calls them."""

import re

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from rotativa.importers.records import ImportRefused

_FORM = re.compile(r"^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?$")
_KNOWN = {code.partition("-")[0] for code in LANG_INFO} | {"zh"}


def language_code(name: str) -> str:
    """`pt-BR` and `pt_BR` as `pt-br`; nothing when it is no language that we know."""
    code = name.strip().lower().replace("_", "-")
    return code if _FORM.match(code) and code.partition("-")[0] in _KNOWN else ""


class Languages:
    """Maps `de_DE`, `pt-BR` and the like to languages of the paper, and remembers what it lacks."""

    def __init__(self, known: tuple[str, ...], *, default: str) -> None:
        self.known = known
        self.unknown: set[str] = set()
        self.default = default
        if self.code_of(default) is None:
            raise ImportRefused(
                _(
                    "“%(language)s” is not a language of the paper, which has %(known)s. "
                    "Choose one with --language, or add it to `languages` in rotativa.toml."
                )
                % {"language": default, "known": ", ".join(known)}
            )

    def code_of(self, language: str) -> str | None:
        code = (language or self.default).replace("_", "-").lower()
        if code in self.known:
            return code
        base = code.partition("-")[0]
        if base in self.known:
            return base
        return next((known for known in self.known if known.partition("-")[0] == base), None)

    def meet(self, language: str) -> None:
        if self.code_of(language) is None:
            self.unknown.add(language)

    def refuse_unknown(self, source: str) -> None:
        if self.unknown:
            missing = ", ".join(f'"{language}"' for language in sorted(self.unknown))
            raise ImportRefused(
                _(
                    "%(source)s: some of it is in a language that the paper does not have. "
                    "Add %(missing)s to `languages` in rotativa.toml, run `rotativa serve` once, "
                    "and import again. Nothing was stored."
                )
                % {"source": source, "missing": missing}
            )
