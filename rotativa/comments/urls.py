"""Addresses below `/<language>/-/comments/`; the thread is named by the article's translation key."""

from django.urls import path

from rotativa.comments.views import own, reporting, talk

urlpatterns = [
    path("-/comments/<uuid:thread>/", talk.comments, name="comments"),
    path("-/comments/<uuid:thread>/write/", talk.write, name="comment_write"),
    path("-/comments/<uuid:thread>/<int:pk>/edit/", own.edit, name="comment_edit"),
    path("-/comments/<uuid:thread>/<int:pk>/delete/", own.delete, name="comment_delete"),
    path("-/comments/<uuid:thread>/<int:pk>/report/", reporting.report, name="comment_report"),
]
