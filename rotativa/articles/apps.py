from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "rotativa.articles"
    label = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rotativa.articles import models, receivers  # noqa: F401, PLC0415  # registers what it holds
        from rotativa.evidence.models import Source  # noqa: PLC0415  # models come first
        from rotativa.pages.keys import follow  # noqa: PLC0415  # models come first

        follow(Source, "source")
        follow(models.Claim, "claim", announces=False)
        follow(models.Article, "page", announces=False)
        follow(models.FrontPage, "page", announces=False)
        for group in (models.Section, models.Author, models.Tag):
            follow(group, str(group._meta.model_name), announces=False)
