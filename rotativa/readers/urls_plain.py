"""Addresses without a language."""

from django.urls import path

from rotativa.readers.views import profile, who

urlpatterns = [
    path("-/me", who.me, name="me"),
    path("media/readers/<slug:name>.webp", profile.portrait),
]
