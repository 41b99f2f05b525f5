from typing import Any

from django.db.models import Q

from rotativa.articles.models.tag import Tag
from rotativa.pages.models.body_form import BodyPageForm


class ArticleForm(BodyPageForm):
    """Offers the tags of the article's language, and keeps those of others that it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tags" in self.fields:
            chosen = [tag.pk for tag in self.initial.get("tags", [])]
            ours = Q(locale_id=self.instance.locale_id) | Q(pk__in=chosen)
            self.fields["tags"].queryset = Tag.objects.filter(ours).order_by("name")
