from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from rotativa.pages.blocks.body import BodyBlock
from rotativa.pages.models.base import BasePage
from rotativa.pages.models.plain_page_form import PlainPageForm
from rotativa.pages.models.translated import TranslatedQuerySet
from rotativa.pages.rules import HouseRules

if TYPE_CHECKING:
    from rotativa.people.models import User


class PlainPage(BasePage):
    """A page that is no news: about the paper, privacy, how to write to it."""

    deck = models.TextField(_("deck"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    objects = PageManager.from_queryset(TranslatedQuerySet)()

    template = "pages/plain_page.html"
    base_form_class = PlainPageForm
    reader_fields: ClassVar[tuple[str, ...]] = (*BasePage.reader_fields, "deck", "body")
    parent_page_types: ClassVar[list[str]] = ["articles.FrontPage", "pages.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["pages.PlainPage"]

    content_panels = [*Page.content_panels, FieldPanel("deck"), FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
        permissions = [("write_html", _("Can write HTML blocks"))]

    def permissions_for_user(self, user: "User") -> HouseRules:
        return HouseRules(user, self)
