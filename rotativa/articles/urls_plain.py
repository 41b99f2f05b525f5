"""Addresses without a language."""

from django.urls import include, path

from rotativa.articles.views.home import home
from rotativa.articles.views.llms import llms
from rotativa.articles.views.robots import robots
from rotativa.articles.views.security import security
from rotativa.articles.views.sitemaps import index

urlpatterns = [
    path("", home, name="home"),
    path("sitemap.xml", index, name="sitemap"),
    path("llms.txt", llms, name="llms"),
    path("", include("rotativa.articles.api.urls")),
    path(".well-known/security.txt", security, name="security_txt"),
    path("robots.txt", robots, name="robots"),
]
