"""The article: a published text with headline and deck."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Locale, Orderable, Page, PageManager, Revision, WorkflowState
from wagtail.search import index

from rotativa.articles.blocks import ArticleBodyBlock
from rotativa.articles.models.author import Author
from rotativa.articles.models.correction import MAX_TEXT, CorrectionKind
from rotativa.articles.models.form import ArticleForm
from rotativa.articles.models.listed_month import first_after
from rotativa.articles.models.panels import CONTENT_PANELS, PROMOTE_PANELS, SETTINGS_PANELS
from rotativa.articles.models.question import know_again
from rotativa.articles.models.section import Section
from rotativa.articles.models.tag import Tag
from rotativa.pages.desk_fields import touches_readers
from rotativa.pages.models.base import BasePage
from rotativa.pages.models.restricted import is_restricted, stands_below_restriction
from rotativa.pages.models.translated import TranslatedQuerySet


def what_pages_say() -> dict[str, models.Subquery]:
    """In the lists of which language each article stands, and since when, by its page and those above."""
    page = Page.objects.live().filter(pk=models.OuterRef("pk")).exclude(is_restricted())
    page = page.exclude(first_published_at=None)
    return {
        "said_in": models.Subquery(page.values("locale")),
        "said_at": models.Subquery(page.values("first_published_at")),
    }


READ_FOR_DRAFTS = ("questions", "article_authors")
SET = "_cluster_related_objects"
"""Where modelcluster keeps what hangs on an object and is not stored yet."""


class ArticleQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """What every reader may open."""
        return self.exclude(listed_in=None)

    def published_in(self, locale: Locale) -> Self:
        return self.filter(listed_in=locale)

    def for_machines(self) -> Self:
        """Without what only repeats another article at an address of its own."""
        return self.filter(alias_of=None).exclude(published_date=None)

    def in_locale(self, locale: Locale) -> Self:
        """Drafts too; `published_in` is for readers, and quick."""
        return self.filter(locale=locale)

    def latest_first(self) -> Self:
        """Of what is published."""
        return self.order_by("-listed_at", "-pk")

    def wrongly_listed(self) -> list[int]:
        """Keys of those whose row says something else than their page; the action `list_anew` mends them."""
        rows = self.annotate(**what_pages_say()).values_list(
            "pk", "listed_in", "listed_at", "said_in", "said_at"
        )
        return [pk for pk, *kept, said_in, said_at in rows if kept != [said_in, said_at]]

    def list_anew(self) -> int:
        """The rows alone; the action of the same name has their months counted, too."""
        said = what_pages_say()
        return self.update(listed_in=said["said_in"], listed_at=said["said_at"])

    def of_month(self, year: int, month: int) -> Self:
        """As days between two, which an index knows."""
        first = date(year, month, 1)
        return self.filter(published_date__gte=first, published_date__lt=first_after(first))

    def in_sections(self, *sections: Section) -> Self:
        """Of these sections or their parts; a translation may still name the section of its source."""
        return self.filter(section__in=Section.objects.with_parts(sections))

    def signed_by(self, author: Author) -> Self:
        return self.filter(article_authors__author__translation_key=author.translation_key)

    def tagged(self, tag: Tag) -> Self:
        return self.filter(tags__translation_key=tag.translation_key)

    def in_states(self, *states: str) -> Self:
        """As editors see them: published, changed, scheduled, waiting, draft or withdrawn."""
        waiting = (
            WorkflowState.objects.active()
            .annotate(page_pk=Cast("object_id", models.BigIntegerField()))
            .filter(base_content_type__model="page")
            .values("page_pk")
        )
        due = Article.objects.filter(_revisions__approved_go_live_at__isnull=False)
        told = {
            "published": models.Q(live=True),
            "changed": models.Q(live=True, has_unpublished_changes=True),
            "scheduled": models.Q(live=False, pk__in=due.values("pk")),
            "waiting": models.Q(pk__in=waiting),
            "draft": models.Q(live=False, published_date=None),
            "withdrawn": models.Q(live=False, published_date__isnull=False),
        }
        return self.filter(reduce(or_, (told[state] for state in states)))

    def for_lists(self) -> Self:
        """With all that a row or card of a list shows, in a fixed number of queries."""
        return (
            self.defer_streamfields()
            .select_related("section", "locale", "lead_image")
            .prefetch_related(
                authors_at_once(),
                "lead_image__renditions",
            )
        )


class Article(BasePage):
    deck = models.TextField(
        _("deck"),
        max_length=1000,
        blank=True,
        help_text=_("One or two sentences under the headline."),
    )
    section = models.ForeignKey(
        "articles.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    tags = ParentalManyToManyField(
        "articles.Tag", verbose_name=_("tags"), blank=True, related_name="articles"
    )
    lead_image = models.ForeignKey(
        "media.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    lead_image_caption = models.CharField(_("caption"), max_length=1000, blank=True)
    lead_image_credit = models.CharField(_("credit"), max_length=200, blank=True)
    body = StreamField(ArticleBodyBlock(), verbose_name=_("body"), blank=True)
    updated_at = models.DateTimeField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_("Shown to readers. Set it when the article has changed in substance."),
    )
    is_pinned = models.BooleanField(
        _("pinned"),
        default=False,
        help_text=_("Stands first on the front page as long as no editor has chosen a lead."),
    )
    published_date = models.DateField(
        _("date of first publication"), null=True, blank=True, editable=False, db_index=True
    )

    correction_kind = models.CharField(
        _("kind"),
        max_length=15,
        choices=CorrectionKind.choices,
        default=CorrectionKind.CORRECTION,
    )
    correction_text = models.TextField(
        _("what was wrong, and what is right"),
        max_length=MAX_TEXT,
        blank=True,
        help_text=_(
            "Published with the changed article, at its end and on the page of all corrections. It "
            "cannot be changed afterwards."
        ),
    )

    # What Wagtail keeps in the page's own table, once more beside the section and the date: no index
    # reaches over two tables, and each list of a large archive would be searched for in all of it.
    listed_in = models.ForeignKey(
        Locale,
        null=True,
        editable=False,
        serialize=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    listed_at = models.DateTimeField(null=True, editable=False, serialize=False)

    objects = PageManager.from_queryset(ArticleQuerySet)()

    template = "articles/article.html"
    base_form_class = ArticleForm
    reader_fields: ClassVar[tuple[str, ...]] = (
        *BasePage.reader_fields,
        "deck",
        "lead_image_id",
        "lead_image_alt",
        "lead_image_caption",
        "lead_image_credit",
        "body",
    )
    reader_children: ClassVar[dict[str, tuple[str, ...]]] = {
        "questions": ("text", "asked_of"),
    }
    exclude_fields_in_copy: ClassVar[list[str]] = ["correction_kind", "correction_text"]
    parent_page_types: ClassVar[list[str]] = ["articles.FrontPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = CONTENT_PANELS
    promote_panels = PROMOTE_PANELS
    settings_panels = SETTINGS_PANELS
    search_auto_update = False  # found by `rotativa.articles.search`, in the desk too
    search_fields = [
        *Page.search_fields,
        index.SearchField("deck"),
        index.FilterField("section_id"),
        index.FilterField("published_date"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["listed_in", "listed_at"], name="article_listed"),
            models.Index(fields=["listed_in", "published_date"], name="article_listed_date"),
            models.Index(
                fields=["section", "listed_in", "listed_at"], name="article_section_listed"
            ),
        ]

    @classmethod
    def get_indexed_objects(cls) -> ArticleQuerySet:
        """None for Wagtail's own index, also when it is made anew."""
        return cls.objects.none()

    def save(self, *args: Any, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        if named is None and self.pk:
            know_again(self.questions.all(), article_id=self.pk)
        if touches_readers(named):
            if self.published_date is None and self.live and self.first_published_at:
                self.published_date = date_of(self.first_published_at)
            self.set_listed(is_restricted=self.live and stands_below_restriction(self.path))
            if named is not None:
                derived = ["published_date", "listed_in", "listed_at"]
                kwargs["update_fields"] = [*named, *derived]
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """What hangs on the article is read once for all that look at its draft."""
        children = [name for name in READ_FOR_DRAFTS if name not in self.__dict__.get(SET, ())]
        prefetch_related_objects([self], *children)
        try:
            revision: Revision = super().save_revision(*args, **kwargs)
            return revision
        finally:
            for name in children:
                self._prefetched_objects_cache.pop(name, None)

    def set_listed(self, *, is_restricted: bool) -> None:
        """Whether, where and since when readers find it in lists."""
        is_listed = self.live and self.first_published_at and not is_restricted
        self.listed_in_id = self.locale_id if is_listed else None
        self.listed_at = self.first_published_at if is_listed else None

    def is_same_as(self, other: "Article") -> bool:
        """In whatever languages the two are."""
        return bool(self.translation_key == other.translation_key)

    def public_translations(self) -> ArticleQuerySet:
        """Their rows say it; Wagtail asks for all restrictions first."""
        translations: ArticleQuerySet = self.get_translations()
        return translations.published()

    def refuse_as_earlier(self, earlier: "Article") -> None:
        """Rows that come by another door than a form are left out by `earlier_coverage`."""
        if self.is_same_as(earlier):
            raise ValidationError({"earlier": _("An article is no earlier coverage of itself.")})

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """A revision older than the first publication must not take the date out of the address."""
        article: Article = super().with_content_json(content)
        article.published_date = self.published_date
        return article

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """`/<language>/<yyyy>/<mm>/<dd>/<slug>/`; no address before the first publication."""
        if self.published_date is None:
            return None
        parts = super().get_url_parts(request)
        if parts is None or parts[2] is None:
            return parts
        site_id, root_url, path = parts
        front, _slash, slug = path.rstrip("/").rpartition(
            "/"
        )  # percent-encoded, unlike `self.slug`
        return site_id, root_url, f"{front}/{self.published_date:%Y/%m/%d}/{slug}/"


class ArticleAuthor(Orderable):
    """Who signs an article, in order."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(
        "articles.Author",
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="article_authors",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="signs_an_article_once"),
        ]

    def __str__(self) -> str:
        return str(self.author)


def authors_at_once() -> "models.Prefetch[str]":
    """Who signs, in one query for many articles."""
    signed = ArticleAuthor.objects.select_related("author").order_by("sort_order")
    return models.Prefetch("article_authors", queryset=signed)


class EarlierCoverage(Orderable):
    """An earlier article that a later one builds on; seen from there it is later coverage."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="earlier_coverage")
    earlier = models.ForeignKey(
        Article,
        verbose_name=_("earlier article"),
        on_delete=models.CASCADE,
        related_name="later_coverage",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("earlier coverage")
        verbose_name_plural = _("earlier coverage")

    def __str__(self) -> str:
        return str(self.earlier)

    def clean(self) -> None:
        super().clean()
        if self.earlier_id and self.article_id:
            self.article.refuse_as_earlier(self.earlier)


def date_of(moment: Any) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
