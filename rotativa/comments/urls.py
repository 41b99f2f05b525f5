"""Addresses below `/<language>/-/comments/`; the thread is named by the article's translation key."""

from django.urls import path

from rotativa.comments.views import feeds, mails, own, reporting, talk

urlpatterns = [
    path("-/account/replies/", mails.settings, name="reply_mails"),
    path("-/comments/mails/stop/<str:token>/", mails.stop, name="stop_reply_mails"),
    path("-/comments/feed.xml", feeds.of_paper, name="comments_feed"),
    path("-/comments/<uuid:thread>/", talk.comments, name="comments"),
    path("-/comments/<uuid:thread>/feed.xml", feeds.of_thread, name="thread_feed"),
    path("-/comments/<uuid:thread>/mine/", talk.mine, name="comments_mine"),
    path("-/comments/<uuid:thread>/<int:pk>/", talk.comment, name="comment"),
    path("-/comments/<uuid:thread>/write/", talk.write, name="comment_write"),
    path("-/comments/<uuid:thread>/<int:pk>/edit/", own.edit, name="comment_edit"),
    path("-/comments/<uuid:thread>/<int:pk>/delete/", own.delete, name="comment_delete"),
    path("-/comments/<uuid:thread>/<int:pk>/report/", reporting.report, name="comment_report"),
]
