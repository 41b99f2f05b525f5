from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from rotativa.articles.models.group import Group, GroupQuerySet


class TagQuerySet(GroupQuerySet["Tag"]):
    pass


class Tag(Group):
    url_name = "tag"

    objects = TagQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_tag_per_slug"),
        ]
