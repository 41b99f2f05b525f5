"""Articles that others name: earlier coverage, and the article that answers a question."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from rotativa.articles.models import Article, EarlierCoverage, Inquiry, Question
from rotativa.importers.actions.redirects import PARAMETERS_PER_QUERY, old_path, pages_at
from rotativa.importers.actions.stored import Stored
from rotativa.importers.identities import fit_to_keep
from rotativa.importers.models import ImportedThing
from rotativa.importers.records import Notice
from rotativa.importers.report import Report
from rotativa.pages import keys

JOINED = ("earlier_coverage",)
"""Children of an article that change when it is joined to others."""

Batch = Sequence[tuple[ImportedThing, Stored]]


class Names:
    """Finds articles by identity, by slug in the language of whoever names them, or by address."""

    def __init__(self, identities: Iterable[tuple[str, int]]) -> None:
        self.identities = dict(identities)
        self.slugs: dict[tuple[str, int], int] = {}
        self.addresses: dict[str, int] = {}

    def look_up(self, names: set[str]) -> None:
        """Ask for all that a batch names."""
        wanted = sorted(names - set(self.identities))
        self.slugs, self.addresses = {}, {}
        for start in range(0, len(wanted), PARAMETERS_PER_QUERY):
            some = Article.objects.filter(slug__in=wanted[start : start + PARAMETERS_PER_QUERY])
            for pk, slug, locale in some.values_list("pk", "slug", "locale_id"):
                self.slugs[slug, locale] = pk
        paths = pages_at({old_path(name) for name in wanted})
        articles = set(
            Article.objects.filter(pk__in=set(paths.values())).values_list("pk", flat=True)
        )
        self.addresses = {path: pk for path, pk in paths.items() if pk in articles}

    def find(self, name: str, page: Stored) -> int | None:
        return (
            self.identities.get(fit_to_keep(name))
            or self.slugs.get((name, page.locale))
            or self.addresses.get(old_path(name))
        )


def join_others(batch: Batch, *, names: Names, report: Report) -> set[int]:
    """Join the articles that the source named; returns the keys of those that name any."""
    naming = [(thing, page) for thing, page in batch if page.model is Article]
    naming = [(thing, page) for thing, page in naming if any(named_by(thing))]
    if not naming:
        return set()
    names.look_up({name for thing, _page in naming for name in named_by(thing)})
    join_answers(naming, names=names, report=report)
    return join_earlier(naming, names=names, report=report)


def named_by(thing: ImportedThing) -> Iterator[str]:
    yield from thing.kept.get("earlier", [])
    yield from filter(None, thing.kept.get("answered_by", []))


def join_earlier(batch: Batch, *, names: Names, report: Report) -> set[int]:
    rows: list[EarlierCoverage] = []
    for thing, page in batch:
        found: dict[int, None] = {}
        for name in thing.kept.get("earlier", []):
            target = names.find(name, page)
            if target is None:
                report.note(not_found(name, thing))
            elif target != page.pk:
                found[target] = None
        rows += [
            EarlierCoverage(article_id=page.pk, earlier_id=target, sort_order=order)
            for order, target in enumerate(found)
        ]
    EarlierCoverage.objects.bulk_create(rows, batch_size=200)
    joined = {row.article_id for row in rows}
    of_itself = EarlierCoverage.objects.filter(
        earlier__translation_key=F("article__translation_key")
    )
    of_itself.filter(article__in=joined).delete()  # what names its own translation
    return joined


def join_answers(batch: Batch, *, names: Names, report: Report) -> None:
    """Whichever language names the article: the question is one thing in all of them."""
    asking = {page.pk: (thing, page) for thing, page in batch if thing.kept.get("answered_by")}
    questions = Question.objects.filter(article__in=asking).order_by("article", "sort_order")
    found: dict[UUID, int] = {}
    left = {pk: iter(thing.kept["answered_by"]) for pk, (thing, _page) in asking.items()}
    for question in questions:
        name = next(left[question.article_id], "")
        thing, page = asking[question.article_id]
        target = names.find(name, page) if name else None
        if target is not None:
            found[question.translation_key] = target
        elif name:
            report.note(not_found(name, thing))
    answered = list(Inquiry.objects.filter(pk__in=found, answered_by=None))
    for inquiry in answered:
        inquiry.answered_by_id = found[inquiry.pk]
    Inquiry.objects.bulk_update(answered, ["answered_by"], batch_size=100)
    if answered:
        keys.announce(keys.SITE)


def not_found(name: str, thing: ImportedThing) -> Notice:
    return Notice("skipped", name, _("No article of that name was found."), thing.identity)
