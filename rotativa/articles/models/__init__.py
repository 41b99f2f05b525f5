from rotativa.articles.models.article import Article, ArticleAuthor, EarlierCoverage
from rotativa.articles.models.author import Author
from rotativa.articles.models.front_page import FrontPage
from rotativa.articles.models.machine_draft import MachineDraft
from rotativa.articles.models.question import Question
from rotativa.articles.models.search_entry import DraftEntry, SearchEntry
from rotativa.articles.models.section import Section
from rotativa.articles.models.tag import Tag

__all__ = [
    "Article",
    "ArticleAuthor",
    "Author",
    "DraftEntry",
    "EarlierCoverage",
    "FrontPage",
    "MachineDraft",
    "Question",
    "SearchEntry",
    "Section",
    "Tag",
]
