"""What the newsroom puts before Wagtail's own views; names and addresses stay Wagtail's."""

from django.urls import path

from rotativa.newsroom.gate import Approve
from rotativa.newsroom.views import add_page, related, signing_in, translations, typography
from rotativa.newsroom.views.publish_gate import publish_gate

urlpatterns = [
    path("login/", signing_in.to_sign_in),
    path("articles/<int:page_id>/publish/", publish_gate, name="publish_gate"),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        Approve.as_view(),
    ),
    path("articles/<int:page_id>/typography/", typography.typography, name="article_typography"),
    path("pages/<int:parent_page_id>/add_subpage/", add_page),
    path("articles/related/", related, name="related_articles"),
    path("translation/submit/page/<int:page_id>/", translations.translate),
    path(
        "translations/<int:page_id>/checked/", translations.mark_checked, name="translation_checked"
    ),
    path(
        "translations/<int:page_id>/original/", translations.turn_round, name="translation_original"
    ),
    path("translations/<int:page_id>/link/", translations.link, name="translation_link"),
    path("translations/<int:page_id>/unlink/", translations.unlink, name="translation_unlink"),
    path(
        "translations/<int:page_id>/publish/",
        translations.publish_together,
        name="translation_publish",
    ),
]
