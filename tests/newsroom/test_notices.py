"""Wagtail's own mails, about articles that wait and that were looked at: in the words of the desk of whoever gets them."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

from django.core import mail
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.users.models import UserProfile

from rotativa.articles.models import FrontPage, Section
from rotativa.people.models import User
from tests.factories.articles import add_article, add_group
from tests.newsroom.desk import desk_of

ENGLISH = ("has been", "You can", "Hello", "Edit your")
SPANISH = ("ha sido", "se ha enviado", "Puedes", "Hola", "Modifique")


def test_who_approves_and_who_asked_are_told_in_their_language(paper: FrontPage) -> None:
    editor = desk_of("Editor")
    desk_of("Author")
    ada, bo = (User.objects.get(email=f"{name}@paper.example") for name in ("editor", "author"))
    UserProfile.objects.create(user=ada, preferred_language="es")
    UserProfile.objects.create(user=bo, preferred_language="en")
    article = add_article(paper, "Zyx", slug="zyx")

    task = article.get_workflow().start(article, bo).current_task_state
    task.approve(user=ada)

    asked, done = mail.outbox
    assert (asked.to, done.to) == (["editor@paper.example"], ["author@paper.example"])
    for sent, own, other in ((asked, SPANISH, ENGLISH), (done, ENGLISH, SPANISH)):
        message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        text = f"{message['Subject']}\n{message.get_content()}"
        assert [defect for _, value in message.items() for defect in value.defects] == []
        assert message["Auto-Submitted"] == "auto-generated"
        assert [any(word in text for word in words) for words in (own, other)] == [True, False]
        for url in re.findall(r"https?://\S+", text):
            assert url.startswith("https://paper.example/")
            assert editor.get(urlsplit(url).path, follow=True).status_code == 200


def test_mails_of_what_is_no_page_say_in_spanish_who_wants_what(paper: FrontPage) -> None:
    """As sections are: whoever gives them a workflow has Wagtail write so."""
    desk_of("Editor")
    ada = User.objects.get(email="editor@paper.example")
    river = add_group(Section, paper.locale, "River")
    article = add_article(paper, "Zyx", slug="zyx")
    state = article.get_workflow().start(article, ada)
    state.current_task_state.reject(user=ada)
    told = {
        "user": ada, "object": river, "model_name": "sección", "requested_by": ada,
        "workflow": state.workflow, "task": state.current_task_state.task,
        "task_state": state.current_task_state,
    }  # fmt: skip

    with translation.override("es"):
        submitted, rejected = (
            " ".join(
                render_to_string(
                    f"wagtailadmin/notifications/workflow_state_{name}.txt", told
                ).split()
            )
            for name in ("submitted", "rejected")
        )

    assert f"«River» (sección): {ada} pide su revisión en el flujo «{state.workflow}»." in submitted
    assert (
        f"«River» (sección): {ada} pide cambios en «Approval by an editor», del flujo" in rejected
    )
