"""Taking what an article names into the language of its translation."""

from typing import Any

from django.db import transaction

from rotativa.articles.following import named_by, not_followed, versions_in
from rotativa.articles.models import Article
from rotativa.pages.page_links import relinked


@transaction.atomic
def follow_translation(copy: Article) -> None:
    """Have a new draft name sections, authors, tags and articles by their versions in its language.

    Where there is none, it names what its original names; pages show that in the words there are.
    """
    draft: Article = copy.get_latest_revision_as_object()
    foreign = [each.thing for each in not_followed(draft)]
    versions = versions_in(draft.locale, foreign)
    versions.pop(draft.translation_key, None)  # an article is no earlier coverage of itself
    if versions:
        lead(draft, versions)
        draft.save()
        keep_in_revision(draft)


def lead(draft: Article, versions: dict[Any, Any]) -> None:
    def version_of(thing: Any) -> Any:
        return versions.get(thing.translation_key, thing) if thing else thing

    draft.section = version_of(draft.section)
    draft.tags = dict.fromkeys(version_of(tag) for tag in draft.tags.all())
    draft.article_authors = once(draft.article_authors.all(), "author", version_of)
    draft.earlier_coverage = once(draft.earlier_coverage.all(), "earlier", version_of)
    linked = {
        each.thing.pk: version_of(each.thing).pk for each in named_by(draft) if each.role == "link"
    }
    draft.body = relinked(draft.body, linked)


def once(rows: Any, name: str, version_of: Any) -> list[Any]:
    """Rows that name something, the same thing not twice: the original may name both versions."""
    found: dict[int, Any] = {}
    for row in rows:
        setattr(row, f"{name}_id", version_of(getattr(row, name)).pk)
        found.setdefault(getattr(row, f"{name}_id"), row)
    return list(found.values())


def keep_in_revision(draft: Article) -> None:
    """In the draft that is there: it is nobody's edit, and no entry in the history."""
    revision = draft.latest_revision
    if revision is not None:
        revision.content = draft.serializable_data()
        revision.save(update_fields=["content"])
