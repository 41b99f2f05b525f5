from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from rotativa.articles.models.group import Group, GroupQuerySet


class AuthorQuerySet(GroupQuerySet["Author"]):
    pass


class Author(Group):
    role = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("For example: environment reporter")
    )
    biography = RichTextField(_("biography"), blank=True, features=["bold", "italic", "link"])
    portrait = models.ForeignKey(
        "media.Picture",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="authors",
        help_text=_("The account with which this author signs in to the desk, if there is one."),
    )

    url_name = "author"

    objects = AuthorQuerySet.as_manager()

    panels = [
        *Group.panels,
        FieldPanel("role"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("account"),
    ]

    class Meta(Group.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
