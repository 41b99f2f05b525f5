"""Addresses without a language."""

from django.urls import path

from rotativa.articles.views.home import home

urlpatterns = [path("", home, name="home")]
