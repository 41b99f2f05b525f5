from rotativa.newsroom.views import translations
from rotativa.newsroom.views.add_page import add_page
from rotativa.newsroom.views.related import related

__all__ = ["add_page", "related", "translations"]
