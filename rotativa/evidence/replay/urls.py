"""All that there is on the host of the copies."""

from django.urls import path

from rotativa.evidence.replay import views

handler404 = views.not_found
handler500 = views.failed

urlpatterns = [
    path("robots.txt", views.robots),
    path("worker.js", views.worker),
    path("replay.js", views.file, {"name": "replay.js"}),
    path("replay.css", views.file, {"name": "replay.css"}),
    path("player/<str:version>/<str:name>", views.player),
    path("<slug:folder>/<str:name>", views.part),
    path("<slug:language>/<slug:folder>/", views.page),
]
