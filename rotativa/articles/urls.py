"""Addresses below `/<language>/` that are no pages of the tree."""

from django.urls import path, re_path

from rotativa.articles.views import lists
from rotativa.articles.views.errors import nothing_here, unavailable
from rotativa.articles.views.questions import questions
from rotativa.articles.views.search import search

MONTH = r"^(?P<year>[12]\d{3})/(?P<month>0[1-9]|1[0-2])/$"

urlpatterns = [
    path("sections/<str:slug>/", lists.section, name="section"),
    path("sections/<str:slug>/page/<int:number>/", lists.section, name="section_page"),
    path("authors/<str:slug>/", lists.author, name="author"),
    path("authors/<str:slug>/page/<int:number>/", lists.author, name="author_page"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("tags/<str:slug>/page/<int:number>/", lists.tag, name="tag_page"),
    path("archive/", lists.archive, name="archive"),
    path("archive/<int:year>/", lists.archive, name="archive_year"),
    re_path(MONTH, lists.month, name="month"),
    path("questions/", questions, name="questions"),
    path("search/", search, name="search"),
    path("-/unavailable/", unavailable, name="unavailable"),
    path("-/not-found/", nothing_here, name="nothing_here"),
]
