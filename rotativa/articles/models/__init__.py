from rotativa.articles.models.article import Article, ArticleAuthor, EarlierCoverage
from rotativa.articles.models.author import Author
from rotativa.articles.models.citation import Citation, ListedSource
from rotativa.articles.models.claim import ArticleClaim, Claim, ClaimNote, ClaimStatus, ClaimWords
from rotativa.articles.models.correction import Correction
from rotativa.articles.models.front_page import FrontPage
from rotativa.articles.models.listed_month import ListedMonth
from rotativa.articles.models.machine_draft import MachineDraft
from rotativa.articles.models.question import Answer, Inquiry, Question, Reminder
from rotativa.articles.models.search_entry import DraftEntry, SearchEntry
from rotativa.articles.models.section import Section
from rotativa.articles.models.tag import Tag
from rotativa.articles.models.waiver import Waiver

__all__ = [
    "Answer",
    "Article",
    "ArticleAuthor",
    "ArticleClaim",
    "Author",
    "Citation",
    "Claim",
    "ClaimNote",
    "ClaimStatus",
    "ClaimWords",
    "Correction",
    "DraftEntry",
    "EarlierCoverage",
    "FrontPage",
    "Inquiry",
    "ListedMonth",
    "ListedSource",
    "MachineDraft",
    "Question",
    "Reminder",
    "SearchEntry",
    "Section",
    "Tag",
    "Waiver",
]
