from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from rotativa.pages.rich_text import PageLinks


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features: FeatureRegistry) -> None:
    """Instead of Wagtail's own, which asks for each link's language and translation by itself."""
    features.register_link_type(PageLinks)
