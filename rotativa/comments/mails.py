"""The mail that tells of answers: in the reader's language, with an end to it that is one press away."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rotativa.articles.models import Article
from rotativa.comments.models import Comment
from rotativa.pages.addresses import absolute
from rotativa.people.models import User
from rotativa.readers import mails

logger = logging.getLogger(__name__)

SALT = "rotativa.comments.stop"
MOST_WORDS = 600
"""Characters of an answer that stand in the mail."""


def token_of(reader: User) -> str:
    """Good for stopping, and for nothing else; it never grows old, as the mails that have it do not."""
    return signing.Signer(salt=SALT).sign(str(reader.pk))


def reader_of(token: str) -> int | None:
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def mail_answers(reader: User, answers: Sequence[Comment], *, number: int) -> bool:
    """Whether it was sent."""
    spoken = dict(settings.LANGUAGES)
    language = reader.language if reader.language in spoken else settings.LANGUAGE_CODE
    with translation.override(language):
        said = [quoted(each) for each in told_of(answers, language=language)]
        if not said:
            return True  # nothing that could be opened is left to tell of
        try:
            mails.send(mail_of(reader, said, number=number), to=reader.email, is_tried_again=True)
        except OSError:
            logger.warning("News of answers could not be sent", exc_info=True)
            return False
    return True


def mail_of(reader: User, said: list[mails.Quoted], *, number: int) -> mails.Mail:
    subject = ngettext(
        "%(name)s has answered you", "%(number)d answers to your comments", number
    ) % {"name": said[0].name, "number": number}
    paragraphs = [
        ngettext(
            "Somebody has answered a comment of yours.",
            "Your comments have been answered.",
            number,
        )
    ]
    return mails.Mail(
        subject,
        paragraphs,
        said=said,
        after=[_("You get this mail because you asked to be told of answers.")],
        stop=absolute(reverse("stop_reply_mails", args=[token_of(reader)])),
        stop_words=_("No more mails about answers"),
    )


def told_of(answers: Sequence[Comment], *, language: str) -> list[tuple[Comment, Article]]:
    """With the article in the reader's language, else in that of the answer."""
    found = Article.objects.published().filter(
        translation_key__in={each.thread for each in answers}
    )
    by_place = {
        (each.translation_key, each.locale.language_code): each
        for each in found.select_related("locale")
    }
    pairs = [
        (each, by_place.get((each.thread, language)) or by_place.get((each.thread, each.language)))
        for each in answers
    ]
    return [(comment, article) for comment, article in pairs if article is not None]


def quoted(pair: tuple[Comment, Article]) -> mails.Quoted:
    comment, article = pair
    with translation.override(article.locale.language_code):
        link = absolute(reverse("comment", args=[comment.thread, comment.pk]))
    text = comment.text
    return mails.Quoted(
        name=comment.name or _("Deleted reader"),
        about=article.title,
        text=text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS].rstrip()} …",
        language=comment.language,
        link=link,
    )
