"""How the paper has its readers talk: for all articles, for a section, for one article."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting

from rotativa.articles.choosers import ArticlePanel, SectionPanel
from rotativa.articles.models import Article, Section
from rotativa.comments.rules import Mode, Order
from rotativa.comments.text import compared
from rotativa.pages import keys
from rotativa.pages.memo import remembered

KEY = "comment_rules"
"""Of every page that shows a thread."""


@register_setting(icon="comment")
class CommentRules(BaseGenericSetting):
    mode = models.CharField(
        _("editors read comments"), max_length=10, choices=Mode.choices, default=Mode.NEWCOMERS
    )
    closes_after_days = models.PositiveIntegerField(
        _("closed after so many days"),
        null=True,
        blank=True,
        help_text=_("Counted from the first publication. Empty: never."),
    )
    is_shared = models.BooleanField(
        _("translations share their comments"),
        default=True,
        help_text=_("Else readers of a language find only what was written in it."),
    )
    order = models.CharField(_("order"), max_length=10, choices=Order.choices, default=Order.OLDEST)
    depth = models.PositiveSmallIntegerField(
        _("depth of replies"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("Replies below that stand beside what they answer, and say whom."),
    )
    held_words = models.TextField(
        _("words that are looked at"),
        blank=True,
        help_text=_("One on each line. A comment that has one waits for an editor."),
    )
    most_links = models.PositiveSmallIntegerField(
        _("links"), default=2, help_text=_("A comment with more waits for an editor.")
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("mode"), FieldPanel("held_words"), FieldPanel("most_links")],
            heading=_("Moderation"),
        ),
        FieldPanel("closes_after_days"),
        MultiFieldPanel(
            [FieldPanel("is_shared"), FieldPanel("order"), FieldPanel("depth")],
            heading=_("On the page"),
        ),
    ]

    class Meta:
        verbose_name = _("comments")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def words(self) -> list[str]:
        """As texts are compared."""
        return [word for line in self.held_words.splitlines() if (word := compared(line))]

    def language_of(self, article: Article) -> str:
        """Empty where the thread is that of all translations."""
        return "" if self.is_shared else str(article.locale.language_code)


def comment_rules() -> CommentRules:
    """As they are stored, else as they are by default."""
    keys.declare(KEY)
    return remembered(KEY, CommentRules.objects.first, until=[KEY]) or CommentRules()


class OtherMode(models.Model):
    """A section, or an article in all its languages, where editors read otherwise than elsewhere."""

    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE
    )
    article = models.ForeignKey(
        Article, verbose_name=_("article"), null=True, blank=True, on_delete=models.CASCADE
    )
    mode = models.CharField(_("editors read comments"), max_length=10, choices=Mode.choices)

    panels = [SectionPanel("section"), ArticlePanel("article"), FieldPanel("mode")]

    class Meta:
        verbose_name = _("other rule for comments")
        verbose_name_plural = _("other rules for comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(section=None, article__isnull=False)
                | Q(section__isnull=False, article=None),
                name="other_mode_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["section"],
                name="other_mode_once_a_section",
                violation_error_message=_("There is a rule for it already."),
            ),
            models.UniqueConstraint(
                fields=["article"],
                name="other_mode_once_an_article",
                violation_error_message=_("There is a rule for it already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.section}: {self.get_mode_display()}"

    def clean(self) -> None:
        super().clean()
        if bool(self.section) == bool(self.article):
            raise ValidationError(_("Choose a section or an article."))


def mode_of(article: Article, rules: CommentRules, *, today: date) -> str:
    """The nearest rule holds: the article's, its section's, the paper's. What is old is closed."""
    if is_too_old(article, rules, today=today):
        return Mode.CLOSED
    of_article = Q(article__translation_key=article.translation_key)
    of_section = (
        Q(section__translation_key=article.section.translation_key) if article.section else Q()
    )
    found = OtherMode.objects.filter(of_article | of_section if of_section else of_article)
    for other in sorted(found.order_by("pk"), key=lambda each: each.article_id is None):
        return str(other.mode)
    return str(rules.mode)


def is_too_old(article: Article, rules: CommentRules, *, today: date) -> bool:
    if rules.closes_after_days is None or article.published_date is None:
        return False
    return article.published_date + timedelta(days=rules.closes_after_days) < today
