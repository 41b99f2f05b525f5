"""A series of issues that readers subscribe to."""

from datetime import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rotativa.newsletters.rules import Going, Nothing, Untranslated

DAILY, WEEKLY = "daily", "weekly"
OUR_WORDS = {DAILY: _("The daily newsletter"), WEEKLY: _("The weekly newsletter")}
EVERY_DAY, SATURDAY = "1234567", "6"


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def daily(self) -> "Newsletter":
        """The one that every paper has."""
        return self.get(slug=DAILY)

    def add_weekly(self) -> "Newsletter":
        """The other one that a new paper has; nobody gets it who has not chosen it."""
        return self.get_or_create(slug=WEEKLY, defaults={"days": SATURDAY})[0]

    def offered_to(self, subscriber: models.Model | None) -> "models.QuerySet[Newsletter]":
        """What whoever it is may choose: what is offered to everybody, and what they have already."""
        offered = models.Q(is_offered=True) | models.Q(slug=DAILY)
        theirs = models.Q(subscriber=subscriber) if subscriber else models.Q()
        return self.filter(offered | theirs).distinct().order_by("pk")

    def on(self) -> "models.QuerySet[Newsletter]":
        """Those that are composed by themselves."""
        return self.exclude(going=Going.OFF).select_related("section", "author").order_by("pk")

    def alone(self) -> "models.QuerySet[Newsletter]":
        """Those that also go out by themselves."""
        return self.filter(going=Going.ALONE)

    def see(self, newsletter: "Newsletter", period: str) -> bool:
        """Whether this clock is the first to be there at the hour of that number, or after it."""
        if newsletter.seen_period == period:
            return False
        mine = self.filter(pk=newsletter.pk).exclude(seen_period=period)
        return mine.update(seen_period=period) == 1


class Newsletter(models.Model):
    slug = models.SlugField(_("slug"), max_length=50, unique=True)
    names = models.JSONField(_("names"), default=dict, blank=True)
    """By language; in a language without one it is called by its slug, and the daily and the weekly by our words."""
    section = models.ForeignKey(
        "articles.Section",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only what is published in it, in all languages. Empty for the whole paper."),
    )
    author = models.ForeignKey(
        "articles.Author",
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only what this author has signed."),
    )
    going = models.CharField(
        _("how it goes out"), max_length=8, choices=Going.choices, default=Going.ALONE
    )
    days = models.CharField(
        _("days"),
        max_length=7,
        default=EVERY_DAY,
        validators=[RegexValidator(r"^(?=.)1?2?3?4?5?6?7?$")],
    )
    """Of the week, Monday being 1. With a single one the newsletter is a weekly."""
    hour = models.TimeField(_("hour"), default=time(6))
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    """Empty for the site's."""
    minutes_ahead = models.PositiveSmallIntegerField(
        _("minutes ahead"),
        default=30,
        help_text=_(
            "An issue is composed so long before its hour, for an editor to look at. One that nobody has "
            "changed is composed once more when it goes out."
        ),
    )
    if_nothing = models.CharField(
        _("with nothing new"), max_length=8, choices=Nothing.choices, default=Nothing.NONE
    )
    untranslated = models.CharField(
        _("articles in other languages only"),
        max_length=8,
        choices=Untranslated.choices,
        default=Untranslated.LEFT_OUT,
    )
    counts_clicks = models.BooleanField(
        _("count clicks of those who agree"),
        default=False,
        help_text=_(
            "Off: all links are plain. On: in the letters of subscribers who have agreed to it, links lead "
            "over this site, which counts how often each is followed; never by whom, and never who opens a "
            "letter."
        ),
    )
    is_offered = models.BooleanField(
        _("offered to readers"),
        default=True,
        help_text=_("Off: no form offers it any more. Whoever gets it keeps it, and may leave it."),
    )
    scheduled_at = models.DateTimeField(default=timezone.now, editable=False)
    """When it was said when it goes out: no hour before that is made up for."""
    seen_period = models.CharField(max_length=20, blank=True, default="", editable=False)
    """The number at whose hour, or after it, the clock was there the latest time."""

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(section=None) | models.Q(author=None),
                name="newsletter_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(translation.get_language() or "")

    def name_in(self, language: str) -> str:
        if given := self.names.get(language):
            return str(given)
        return self.usual_name_in(language)

    def usual_name_in(self, language: str) -> str:
        """Where editors give it none."""
        with translation.override(language):
            return str(OUR_WORDS.get(self.slug, self.slug))

    @property
    def is_weekly(self) -> bool:
        return len(self.days) == 1

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def clean(self) -> None:
        super().clean()
        if self.section_id and self.author_id:
            raise ValidationError(
                {"author": _("A newsletter is of a section or of an author, not of both.")}
            )
