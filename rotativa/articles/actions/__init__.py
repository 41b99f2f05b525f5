from rotativa.articles.actions.add_many import add_many
from rotativa.articles.actions.index_pages import index_pages
from rotativa.articles.actions.set_up_paper import set_up_paper

__all__ = ["add_many", "index_pages", "set_up_paper"]
