from rotativa.articles.actions.add_groups import add_groups
from rotativa.articles.actions.add_many import add_many
from rotativa.articles.actions.index_pages import index_groups, index_pages
from rotativa.articles.actions.set_up_paper import set_up_paper
from rotativa.articles.actions.show_pictures import pictures_in, show_pictures

__all__ = [
    "add_groups",
    "add_many",
    "index_groups",
    "index_pages",
    "pictures_in",
    "set_up_paper",
    "show_pictures",
]
