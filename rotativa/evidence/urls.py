"""Where readers get the files of copies, below `/captures/`."""

from django.urls import path

from rotativa.evidence.views import part, stamp

urlpatterns = [
    path("<slug:folder>/stamp-<int:pk>.<slug:kind>", stamp, name="stamp"),
    path("<slug:folder>/<str:name>", part, name="copy_part"),
]
