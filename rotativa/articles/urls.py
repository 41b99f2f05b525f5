"""Addresses below `/<language>/` that are no pages of the tree."""

from django.urls import path, re_path

from rotativa.articles.views import evidence, feeds, lists, sitemaps
from rotativa.articles.views.errors import crowded, nothing_here, too_large, unavailable
from rotativa.articles.views.markdown import markdown
from rotativa.articles.views.questions import questions
from rotativa.articles.views.search import search
from rotativa.articles.views.source import changes, source

FEED = r"(?P<name>feed\.xml|feed\.json)$"
MARKDOWN = r"^(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<slug>[^/]+)\.md$"
SITEMAP = r"^sitemap-(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])(-(?P<part>[2-9]|[1-9]\d))?\.xml$"
MONTH = r"^(?P<year>[12]\d{3})/(?P<month>0[1-9]|1[0-2])/$"

urlpatterns = [
    path("sections/<str:slug>/", lists.section, name="section"),
    path("sections/<str:slug>/page/<int:number>/", lists.section, name="section_page"),
    path("authors/<str:slug>/", lists.author, name="author"),
    path("authors/<str:slug>/page/<int:number>/", lists.author, name="author_page"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("tags/<str:slug>/page/<int:number>/", lists.tag, name="tag_page"),
    path("feeds/", feeds.overview, name="feeds"),
    re_path(f"^{FEED}", feeds.paper, name="feed"),
    re_path(f"^corrections/{FEED}", feeds.corrections, name="corrections_feed"),
    re_path(rf"^sections/(?P<slug>[^/]+)/{FEED}", feeds.section, name="section_feed"),
    re_path(rf"^authors/(?P<slug>[^/]+)/{FEED}", feeds.author, name="author_feed"),
    re_path(rf"^tags/(?P<slug>[^/]+)/{FEED}", feeds.tag, name="tag_feed"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    re_path(SITEMAP, sitemaps.month, name="sitemap_month"),
    re_path(MARKDOWN, markdown, name="markdown"),
    path("archive/", lists.archive, name="archive"),
    path("archive/<int:year>/", lists.archive, name="archive_year"),
    re_path(MONTH, lists.month, name="month"),
    path("questions/", questions, name="questions"),
    path("sources/", evidence.sources, name="sources"),
    path("sources/page/<int:number>/", evidence.sources, name="sources_page"),
    path("sources/<int:pk>/", source, name="source"),
    path("sources/<int:pk>/changes/", changes, name="source_changes"),
    path("claims/", evidence.claims, name="claims"),
    path("claims/page/<int:number>/", evidence.claims, name="claims_page"),
    path("claims/<slug:status>/", evidence.claims_of_status, name="claims_of_status"),
    path("corrections/", evidence.corrections, name="corrections"),
    path("corrections/page/<int:number>/", evidence.corrections, name="corrections_page"),
    path("search/", search, name="search"),
    path("-/unavailable/", unavailable, name="unavailable"),
    path("-/crowded/", crowded, name="crowded"),
    path("-/too-large/", too_large, name="too_large"),
    path("-/not-found/", nothing_here, name="nothing_here"),
]
