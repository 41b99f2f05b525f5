from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from rotativa.pages.models.body_form import HTML_PERMISSION
from rotativa.pages.printed import all_addresses
from rotativa.pages.rich_text import PageLinks

hooks.register("register_printed_addresses", all_addresses)


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features: FeatureRegistry) -> None:
    """Instead of Wagtail's own, which asks for each link's language and translation by itself."""
    features.register_link_type(PageLinks)


@hooks.register("register_permissions")
def register_html_permission() -> QuerySet[Permission]:
    """Lets administrators give it to a group at the desk."""
    app, _, codename = HTML_PERMISSION.partition(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)
