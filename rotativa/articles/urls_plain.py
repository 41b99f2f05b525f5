"""Addresses without a language."""

from django.urls import path

from rotativa.articles.views.home import home
from rotativa.articles.views.robots import robots

urlpatterns = [
    path("", home, name="home"),
    path("robots.txt", robots, name="robots"),
]
