from rotativa.newsroom.views import translations
from rotativa.newsroom.views.add_page import add_page

__all__ = ["add_page", "translations"]
