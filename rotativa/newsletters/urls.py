"""Addresses below `/<language>/`: what letters lead to."""

from django.urls import path

from rotativa.newsletters import views

app_name = "newsletters"
urlpatterns = [
    path("-/newsletters/<slug:newsletter>/leave/<str:token>/", views.leave, name="leave"),
]
