"""Addresses without a language."""

from django.urls import path

from rotativa.pages.views import me

urlpatterns = [path("-/me", me, name="me")]
