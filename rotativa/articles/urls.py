"""Addresses below `/<language>/` that are no pages of the tree."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
