"""What the newsroom puts before Wagtail's own views; names and addresses stay Wagtail's."""

from django.urls import path

from rotativa.newsroom.views import add_page

urlpatterns = [
    path("pages/<int:parent_page_id>/add_subpage/", add_page),
]
