"""One number of a newsletter in one language."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.models.newsletter import Newsletter
from rotativa.newsletters.periods import in_words
from rotativa.newsletters.reasons import said, said_to_all
from rotativa.pages import languages


class Stage(models.TextChoices):
    DRAFT = "draft", _("Not sent")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Stopped")
    ENDING = "ending", _("Stopped for good")
    DONE = "done", _("Sent")
    SKIPPED = "skipped", pgettext_lazy("issue", "Left out")


REMINDED = timedelta(days=7)
"""So long editors are reminded of an issue that does not go on, or did not come out."""
STOPPED = (Stage.PAUSED, Stage.ENDING)
OUT = (Stage.SENDING, Stage.PAUSED, Stage.ENDING, Stage.DONE)
"""Of an issue that readers have got, or are getting."""


WHAT_IT_SAYS = ("html", "text", "contents")
OF_ITS_ISSUE = tuple(f"issue__{name}" for name in WHAT_IT_SAYS)
"""For those who read an issue with another row: it may be 200 kB."""


class IssueQuerySet(models.QuerySet["Issue"]):
    def brief(self) -> Self:
        return self.defer(*WHAT_IT_SAYS)

    def sending(self) -> Self:
        return self.filter(stage=Stage.SENDING).order_by("frozen_at", "pk")

    def awake(self, at: datetime) -> Self:
        """Those for which the relay may be asked: it has not just failed us."""
        return self.sending().filter(Q(rests_until=None) | Q(rests_until__lte=at))

    def done_since(self, at: datetime) -> Self:
        return self.filter(stage=Stage.DONE, done_at__gt=at)

    def stuck(self, at: datetime) -> Self:
        """Of late: stopped, or at rest since the mail server fails. Readers wait for them."""
        late = self.filter(frozen_at__gt=at - REMINDED)
        stuck = late.filter(Q(stage=Stage.PAUSED) | Q(stage=Stage.SENDING, relay_faults__gt=0))
        return stuck.select_related("newsletter").brief().latest_first()

    def standing_still(self, since: datetime) -> Self:
        """Stopped, and in nobody's hands since then; the oldest first."""
        return self.filter(stage=Stage.PAUSED, frozen_at__lte=since).idle(since)

    def ending(self, at: datetime) -> Self:
        """Stopped for good; what senders had in their hands has come back."""
        return self.filter(stage=Stage.ENDING).idle(at)

    def idle(self, since: datetime) -> Self:
        rows = self.exclude(shifts__leased_until__gt=since)
        return rows.brief().order_by("frozen_at", "pk")

    def heeding_returns(self) -> Self:
        """Those that can still be stopped, and those of which nobody was told yet how much comes back."""
        rows = self.filter(Q(stage=Stage.SENDING) | Q(stage=Stage.DONE, came_back_at=None))
        return rows.defer("html", "text", "contents")

    def out(self) -> Self:
        """Those that readers have got, or are getting."""
        return self.filter(stage__in=OUT)

    def readable(self) -> Self:
        """Those that everybody may read on the web."""
        return self.out().filter(withdrawn_at=None)

    def latest_first(self) -> Self:
        return self.order_by("-frozen_at", "-pk")

    def newest_first(self) -> Self:
        """Drafts too, without what they say."""
        rows = self.select_related("newsletter").brief()
        return rows.order_by(F("day").desc(nulls_last=True), "-pk")

    def of_turn(self, newsletter: Newsletter, period: str) -> Self:
        """A number, in all languages."""
        rows = self.filter(newsletter=newsletter, period=period).order_by("language")
        return rows.select_related("newsletter__section", "newsletter__author")

    def drafts(self) -> Self:
        return self.filter(stage=Stage.DRAFT)

    def drafts_of(self, newsletter: Newsletter, *, language: str = "") -> Self:
        drafts = self.drafts().filter(newsletter=newsletter).order_by("day", "pk")
        return drafts.filter(language=language) if language else drafts

    def newest_drafts(self, newsletter: Newsletter, *, language: str = "") -> list["Issue"]:
        """One a language."""
        drafts = self.drafts_of(newsletter, language=language)
        return sorted({each.language: each for each in drafts}.values(), key=lambda i: i.language)

    def overtaken_by(self, issue: "Issue") -> Self:
        """Earlier drafts, which it has told along: each begins where the latest that was sent has ended."""
        if issue.day is None:
            return self.none()
        is_earlier = Q(day__lt=issue.day)
        if issue.since and issue.until:
            within = Q(since__gte=issue.since, until__lte=issue.until)
            is_earlier |= within & Q(day=issue.day)
        drafts = self.drafts().filter(newsletter=issue.newsletter_id, language=issue.language)
        return drafts.filter(is_earlier)

    def beside(self, issue: "Issue") -> Self:
        """Others of its newsletter in its language that are no drafts."""
        rows = self.filter(newsletter=issue.newsletter_id, language=issue.language)
        return rows.exclude(pk=issue.pk).exclude(stage=Stage.DRAFT)

    def going(self, at: datetime) -> Self:
        """Drafts whose hour has come, of newsletters that go out by themselves.

        Without a join, so that whoever changes them asks again whether they still are such, where they had to
        wait for another: of a subselect PostgreSQL keeps what it has found before.
        """
        alone = self.filter(stage=Stage.DRAFT, newsletter__in=Newsletter.objects.alone())
        return alone.filter(goes_at__lte=at).order_by("goes_at", "pk")

    def untouched(self, issue: "Issue") -> Self:
        """It, while it is a draft that no editor has changed, whatever was read of it before."""
        return self.filter(pk=issue.pk, stage=Stage.DRAFT, edited_at=None)

    def unchanged(self, issue: "Issue") -> Self:
        """It, while it is a draft as it was read: nobody has arranged it since, nor taken in what is new."""
        return self.drafts().filter(pk=issue.pk, edited_at=issue.edited_at, until=issue.until)

    def move(self, issue: "Issue", *, to: Stage, of: tuple[Stage, ...], **fields: object) -> bool:
        """Whether it was this caller who moved it."""
        return self.filter(pk=issue.pk, stage__in=of).update(stage=to, **fields) == 1


class Issue(models.Model):
    """Subject, HTML and text may hold the marks of `mime.slots`, and are fixed once it is sent."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.PROTECT, related_name="issues")
    language = models.CharField(_("language"), max_length=20)
    period = models.CharField(_("period"), max_length=20)
    """What it is the number of, such as `2026-11-26` or `2026-W48`; of a further one, `2026-11-26-2`."""
    day = models.DateField(_("day"), null=True, blank=True)
    """The one that it is of, as its head says."""
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    """It tells what was published from `since` on and before `until`."""
    goes_at = models.DateTimeField(_("goes out"), null=True, blank=True)
    """When a draft is sent by itself; None where it waits for an editor."""
    edited_at = models.DateTimeField(null=True, blank=True)
    """When an editor changed the draft, which from then on is composed no more."""
    contents = models.JSONField(default=dict, blank=True)
    """What it says, as `composing.contents` knows it; HTML, text and page are made of it."""
    stage = models.CharField(_("state"), max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    html = models.TextField("HTML", blank=True)
    text = models.TextField(_("text"), blank=True)
    frozen_at = models.DateTimeField(_("sent"), null=True, blank=True)
    frozen_count = models.PositiveIntegerField(_("recipients"), default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    relay_faults = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(_("latest error"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    came_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When so much of it had come back after it was done that editors were told."""
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it was taken off the web; what was mailed stays with its readers."""
    figures = models.JSONField(default=dict, blank=True, editable=False)
    """How far it came, as `progress` names it, counted once when it was done; empty before. With what came
    back, once its deliveries are no longer kept."""

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        indexes = [
            models.Index(fields=["newsletter", "language", "frozen_at"], name="issue_archive"),
            models.Index(
                fields=["language", "period", "stage"],
                condition=Q(frozen_at__isnull=False, withdrawn_at=None),
                name="issue_readable",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language", "period"], name="one_issue_a_period"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=(Stage.DRAFT, Stage.SKIPPED)) | Q(frozen_at__isnull=False),
                name="sent_issue_has_its_audience",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter} {self.language} {self.period}"

    @property
    def version(self) -> str:
        """Another one with each change by an editor."""
        return " ".join(each.isoformat() if each else "-" for each in (self.edited_at, self.until))

    @property
    def number(self) -> str:
        return in_words(self.period)

    @property
    def language_name(self) -> str:
        return languages.name_of(self.language)

    @property
    def is_draft(self) -> bool:
        return self.stage == Stage.DRAFT

    @property
    def is_out(self) -> bool:
        return self.stage in OUT

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_ended(self) -> bool:
        """Before it had gone to all; `why` says how."""
        return self.stage == Stage.DONE and self.last_error != ""

    @property
    def stage_words(self) -> str:
        return gettext("Ended") if self.is_ended else self.get_stage_display()

    @property
    def why(self) -> str:
        """Why it does not go on, or was ended."""
        return said(self.last_error)

    @property
    def shown_why(self) -> str:
        """For those who may not see addresses; a mail server's words may name a reader."""
        return said_to_all(self.last_error)

    @property
    def is_tidied(self) -> bool:
        """To whom it went is no longer kept, or on its way out."""
        return "returned" in self.figures

    @property
    def year(self) -> int:
        """Of its period, as its address has it; 0 for one that no clock has named."""
        first = self.period[:4]
        return int(first) if first.isdecimal() else 0

    @property
    def counts(self) -> dict[int, int]:
        """Its deliveries by their state; one query."""
        rows = self.deliveries.values_list("state").annotate(Count("pk")).order_by("state")
        return dict(rows)
