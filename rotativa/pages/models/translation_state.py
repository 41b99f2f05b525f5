"""Whether a translation still says what its original says."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


class Status(models.TextChoices):
    """How an article stands in a language."""

    MISSING = "missing", _("Missing")
    ORIGINAL = "original", _("Original")
    MACHINE_DRAFT = "machine_draft", _("Machine draft, not checked yet")
    DRAFT = "draft", _("Draft")
    STALE = "stale", _("The original has changed")
    UNCHECKED = "unchecked", _("Not checked yet")
    UNPUBLISHED = "unpublished", _("Checked, not published yet")
    UP_TO_DATE = "up_to_date", _("Up to date")


def status_case(*, state: str, page: str) -> models.Case:
    """The status as a part of a query, from what leads to the row and to its page.

    Says the same as `TranslationState.status`; `ORIGINAL` where there is no row.
    """
    return models.Case(
        models.When(models.Q(**{f"{state}id": None}), then=models.Value(Status.ORIGINAL)),
        models.When(
            models.Q(**{f"{state}is_machine_draft": True}),
            then=models.Value(Status.MACHINE_DRAFT),
        ),
        models.When(models.Q(**{f"{page}live": False}), then=models.Value(Status.DRAFT)),
        models.When(
            ~models.Q(**{f"{state}current_digest": models.F(f"{state}original_digest")}),
            then=models.Value(Status.STALE),
        ),
        models.When(models.Q(**{f"{state}checked_at": None}), then=models.Value(Status.UNCHECKED)),
        models.When(models.Q(**{f"{state}is_out": False}), then=models.Value(Status.UNPUBLISHED)),
        default=models.Value(Status.UP_TO_DATE),
        output_field=models.CharField(),
    )


class TranslationStateQuerySet(models.QuerySet["TranslationState"]):
    def with_status(self) -> Self:
        return self.annotate(status_in_query=status_case(state="", page="page__"))

    def in_status(self, *statuses: str) -> Self:
        return self.with_status().filter(status_in_query__in=statuses)

    def behind(self) -> Self:
        """Made from, or checked against, another text than the original has now; drafts too."""
        return self.exclude(current_digest=models.F("original_digest"))

    def of_originals(self, *pages: Page) -> Self:
        return self.filter(original__in=[page.pk for page in pages])


class TranslationState(models.Model):
    """One row for each page that is a translation; an original has none.

    It remembers the version of the original that the translation was made from or last checked
    against, and the translation's own at that moment: so whichever of the two goes on, the
    difference is known, and either may become the original (`make_original`). The digests are of
    what readers read; they stay when Wagtail purges the revisions.
    """

    page = models.OneToOneField(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="translation_state"
    )
    original = models.ForeignKey(
        Page,
        verbose_name=_("original"),
        on_delete=models.CASCADE,
        related_name="states_of_translations",
    )
    original_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    original_digest = models.CharField(max_length=64, blank=True)
    page_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    page_digest = models.CharField(max_length=64, blank=True)
    is_out = models.BooleanField(default=True)
    """Whether readers have the translation as it was then, or as it was written later."""
    current_digest = models.CharField(max_length=64, blank=True)
    """Of the original as it is now: as readers see it, or its latest draft while none does."""
    is_machine_draft = models.BooleanField(_("machine draft, not checked yet"), default=False)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    """None as long as no editor has said that the translation says what the original says."""
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = TranslationStateQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(page=models.F("original")), name="no_translation_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} ({Status(self.status).label})"

    @property
    def is_behind(self) -> bool:
        return self.current_digest != self.original_digest

    @property
    def status(self) -> Status:
        """The most pressing that can be said; `status_case` says the same in a query."""
        if self.is_machine_draft:
            return Status.MACHINE_DRAFT
        if not self.page.live:
            return Status.DRAFT
        if self.is_behind:
            return Status.STALE
        if self.checked_at is None:
            return Status.UNCHECKED
        return Status.UP_TO_DATE if self.is_out else Status.UNPUBLISHED
