from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


class PaperQuerySet(models.QuerySet["Paper"]):
    def in_language(self, language: str) -> "Paper | None":
        """The paper as it calls itself in a language, else in any."""
        papers = {
            paper.locale.language_code: paper
            for paper in self.select_related("locale", "share_card")
        }
        return papers.get(language) or next(iter(papers.values()), None)

    def address_in(self, language: str) -> str:
        """Where readers of a language may write to; empty where nobody has said it."""
        paper = self.in_language(language)
        return paper.address if paper else ""


class Paper(TranslatableMixin, models.Model):
    """How the paper calls and describes itself in one language."""

    name = models.CharField(_("name"), max_length=100)
    tagline = models.CharField(
        _("tagline"), max_length=200, blank=True, help_text=_("One line under the name.")
    )
    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_("Last lines of each page: who publishes the paper, on what terms."),
    )
    address = models.EmailField(
        _("address for readers"),
        blank=True,
        help_text=_(
            "Readers write to it: it stands in the last lines of each page, and where somebody may need your help. "
            "Without one, no page asks them to write to you, and whoever may have lost an account is asked to answer "
            "our mail."
        ),
    )
    wordmark = models.ForeignKey(
        "media.Picture",
        verbose_name=_("wordmark"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A picture of the name. Without one, the name is set in type."),
    )

    objects = PaperQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        FieldPanel("statement"),
        FieldPanel("address"),
        FieldPanel("wordmark"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("name of the paper")
        verbose_name_plural = _("name of the paper")
        constraints = [
            models.UniqueConstraint(fields=["locale"], name="one_paper_per_language"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """No form has the language as a field, so none looks at the constraint by itself."""
        super().clean()
        if type(self).objects.filter(locale=self.locale_id).exclude(pk=self.pk).exists():
            raise ValidationError(
                _("The paper has its name in this language already: change that one.")
            )
