from django.utils.translation import gettext_lazy as _

from rotativa.articles.models.group import Group, GroupQuerySet


class TagQuerySet(GroupQuerySet["Tag"]):
    pass


class Tag(Group):
    url_name = "tag"

    objects = TagQuerySet.as_manager()

    class Meta(Group.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
