"""What an article leans on: what was said, by whom, where and when."""

from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from rotativa.evidence.addresses import MAX_URL, clean_url, key_of
from rotativa.evidence.checks.states import BAD
from rotativa.evidence.models.watched import CHECK_LEASE, Watched, share_of
from rotativa.lib.fetch_errors import Refused
from rotativa.lib.folding import folded, words_of

# How long after each failed attempt to read a page's head the next one is made.
PAUSES = (timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=3), timedelta(hours=24))
SAID = ("title", "publisher", "speaker", "url")
"""What a source is found by."""


class SourceQuerySet(models.QuerySet["Source"]):
    def at_address(self, url: str) -> Self:
        """The one source with an address, however it is written; raises `Refused`."""
        return self.filter(key=key_of(url))

    def due(self, at: datetime) -> Self:
        """Those whose page is to be asked now what it is called."""
        return self.filter(next_attempt_at__lte=at).order_by("next_attempt_at", "pk")

    def claim(self, source: "Source", *, at: datetime) -> bool:
        """Say whether this caller is the one to ask; the next may only after a pause."""
        pause = PAUSES[min(source.attempts, len(PAUSES) - 1)]
        more = source.attempts < len(PAUSES)
        claimed = self.filter(
            pk=source.pk, attempts=source.attempts, next_attempt_at__lte=at
        ).update(attempts=source.attempts + 1, next_attempt_at=at + pause if more else None)
        return claimed == 1

    def checks_due(self, at: datetime) -> Self:
        """Those to be looked at now, and those that somebody was looking at who is no more."""
        return self.filter(next_check_at__lte=at).order_by("next_check_at", "pk")

    def claim_check(self, source: "Source", *, at: datetime) -> datetime | None:
        """The lease under which this caller looks at it; None for all others."""
        lease = at + CHECK_LEASE
        due = self.filter(pk=source.pk, next_check_at=source.next_check_at, next_check_at__lte=at)
        return lease if due.update(next_check_at=lease) else None

    def plan_checks(self, *, at: datetime, every: timedelta, most: int) -> int:
        """Spread those that were never planned over the time between two looks."""
        unplanned = list(self.filter(next_check_at=None).exclude(url="")[:most])
        for source in unplanned:
            source.next_check_at = at + every * share_of(source.key)
        self.bulk_update(unplanned, ["next_check_at"])
        return len(unplanned)

    def at_site(self, name: str) -> Self:
        return self.filter(
            models.Q(key=name)
            | models.Q(key__startswith=f"{name}/")
            | models.Q(key__startswith=f"{name}?")
        )

    def bad(self) -> Self:
        """Those of which somebody is to be told; what a person has excused is none."""
        return self.filter(state__in=BAD)

    def matching(self, words: str) -> Self:
        """Those that have each of the words somewhere."""
        return self.filter(says(words))


def says(words: str, *, source: str = "") -> models.Q:
    """What is true of the sources with each of these words; `source` leads to them from elsewhere."""
    found = models.Q()
    for word in words_of(words):
        found &= models.Q(**{f"{source}said__contains": word})
    return found


class Source(Watched):
    """One row for each thing cited, however many articles cite it.

    `next_attempt_at` is empty when nothing is to be asked of its page: what it says of itself has
    been read, the last attempt was made, or it has no address.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Web page")
        POST = "post", _("Post")
        VIDEO = "video", _("Film or recording")
        DOCUMENT = "document", _("Document")
        DATA = "data", _("Data")
        STATEMENT = "statement", _("Words said or written to us")

    url = models.CharField(
        _("address"),
        max_length=MAX_URL,
        blank=True,
        help_text=_("Where it can be read: https://… Empty for what is on no site."),
    )
    key = models.CharField(max_length=MAX_URL, blank=True, editable=False)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("Left empty, it is asked of the page."),
    )
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("For example: Aldera Harbour Board")
    )
    speaker = models.CharField(
        _("speaker"), max_length=200, blank=True, help_text=_("Who says it, if somebody is named.")
    )
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Of what it says."))
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("Its code, such as es or en.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PAGE)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    said = models.TextField(blank=True, editable=False)
    """The letters of all that it is found by, as `folding` has them: made once, not at each search."""
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    last_error = models.TextField(blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    panels = [
        FieldPanel("url"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("speaker")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("language")]),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="one_source_per_address"
            ),
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(title=""), name="source_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=models.Q(url="")
                | models.Q(url__startswith="https://")
                | models.Q(url__startswith="http://"),
                name="source_address_is_safe",
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="source_latest"),
            models.Index(fields=["state", "-told_at", "-id"], name="source_told"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one without a title is to be asked for it; one that has moved is looked at anew."""
        named = kwargs.get("update_fields")
        if self._state.adding and self.url and not self.title:
            self.next_attempt_at = self.added_at
        if named is None or "url" in named:
            key = key_of(self.url) if self.url else ""
            moved = [] if key == self.key or self._state.adding else self.forget_state()
            self.key = key
            if named is not None:
                kwargs["update_fields"] = named = [*named, "key", *moved]
        if named is None or not {*SAID}.isdisjoint(named):
            self.said = self.words_to_find()
            if named is not None:
                kwargs["update_fields"] = [*named, "said"]
        super().save(*args, **kwargs)

    def words_to_find(self) -> str:
        return folded(" ".join(filter(None, (getattr(self, name) for name in SAID))))

    @property
    def host(self) -> str:
        """`harbourboard.example`: where the live page is."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def site(self) -> str:
        """Whom a look at it asks: host and, where it is an unusual one, port."""
        return self.key.partition("/")[0].partition("?")[0]

    @property
    def name(self) -> str:
        """A title, or the address without what nobody reads aloud."""
        return self.title or self.url.partition("://")[2].rstrip("/")

    def clean(self) -> None:
        super().clean()
        if not self.url and not self.title:
            raise ValidationError({"url": _("A source needs an address or a title.")})
        if not self.url:
            self._keep_address_of_copies(key="")
            return
        try:
            self.url = clean_url(self.url)
            twin = type(self).objects.at_address(self.url).exclude(pk=self.pk).first()
        except Refused as error:
            raise ValidationError({"url": str(error)}) from None
        self._keep_address_of_copies(key=key_of(self.url))
        if twin is not None:
            raise ValidationError(
                {"url": _("This source is there already: %(twin)s") % {"twin": twin}}
            )

    def _keep_address_of_copies(self, *, key: str) -> None:
        if self.pk and key != self.key and self.captures.exists():
            raise ValidationError(
                {"url": _("There are copies of this address. Another address is another source.")}
            )
