"""What editors are told of a machine's draft: how it goes, and what it left to them."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from rotativa.articles.machine.writing import ABSENT, KEPT, LONG, MARKDOWN, MARKUP, REFUSED
from rotativa.articles.models import Article, MachineDraft
from rotativa.pages.models import TranslationState

EXAMPLES = 3


def reasons(counts: Counter[str]) -> list[str]:
    """One sentence for each reason, in an order that does not change."""
    told = {
        MARKUP: ngettext(
            "%(count)d text came back with its links or marks lost.",
            "%(count)d texts came back with their links or marks lost.",
            counts[MARKUP],
        ),
        LONG: ngettext(
            "%(count)d translation is too long for its field.",
            "%(count)d translations are too long for their fields.",
            counts[LONG],
        ),
        REFUSED: ngettext(
            "%(count)d text is too long for the service.",
            "%(count)d texts are too long for the service.",
            counts[REFUSED],
        ),
        MARKDOWN: ngettext(
            "%(count)d block is Markdown, which is not given to machines.",
            "%(count)d blocks are Markdown, which is not given to machines.",
            counts[MARKDOWN],
        ),
        KEPT: ngettext(
            "%(count)d text that an editor has written was kept.",
            "%(count)d texts that an editor has written were kept.",
            counts[KEPT],
        ),
        ABSENT: ngettext(
            "%(count)d text of the original has no place in the translation yet.",
            "%(count)d texts of the original have no place in the translation yet.",
            counts[ABSENT],
        ),
    }
    return [words % {"count": counts[why]} for why, words in told.items() if counts[why]]


def words_on_left(draft: MachineDraft) -> str:
    """What was not translated and why, with the first words of some."""
    sentences = reasons(Counter(each["why"] for each in draft.left))
    untranslated = [each["excerpt"] for each in draft.left if each["why"] not in {KEPT, ABSENT}]
    if examples := ", ".join(f"“{each}”" for each in untranslated[:EXAMPLES]):
        sentences.append(_("Left in the original: %(texts)s") % {"texts": examples})
    return " ".join(sentences)


def words_on_draft(page: Page) -> str:
    """For whoever opens a machine's draft that nobody has checked, if something was left to them."""
    state = TranslationState.objects.filter(page=page.pk, is_machine_draft=True).first()
    if state is None or not isinstance(page.specific_deferred, Article):
        return ""
    draft = MachineDraft.objects.filter(source=state.original_id, locale=page.locale_id).first()
    left = words_on_left(draft) if draft else ""
    words = _("A machine drafted this translation, and nobody has checked it yet.")
    return f"{words} {left}" if left else ""
