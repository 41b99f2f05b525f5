"""Addresses below `/<language>/` that are no pages of the tree."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from rotativa.pages import views

urlpatterns = [
    path("-/sign-in/", views.sign_in, name="sign_in"),
    path("-/sign-out/", LogoutView.as_view(next_page=views.HOME), name="sign_out"),
]
