"""Blocks that show or link pictures, files and places."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from rotativa.pages.picture_words import PictureWords, words_of


class PictureValue(blocks.StructValue):
    @property
    def words(self) -> PictureWords | None:
        """What is said of the picture; none when it has been deleted."""
        picture = self["image"]
        if picture is None:
            return None
        return words_of(
            picture,
            alt=self["alt"],
            caption=self["caption"],
            credit=self["credit"],
            is_decoration=self["decorative"] and not self.get("link"),
        )


class PictureBlock(blocks.StructBlock):
    """A picture with its words. Words left empty are those kept with the picture itself."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_("What the picture shows, in the language of the article."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("Screen readers pass over it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=1000, required=False)
    credit = blocks.CharBlock(label=_("Credit"), max_length=200, required=False)

    class Meta:
        value_class = PictureValue


class ImageBlock(PictureBlock):
    width = blocks.ChoiceBlock(
        label=_("Width"),
        choices=[("text", _("As wide as the text")), ("wide", _("As wide as the page"))],
        default="text",
    )
    link = blocks.URLBlock(label=_("Link"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    images = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=1, max_num=200)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "pages/blocks/gallery.html"


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("File")
        template = "pages/blocks/file.html"


class MapBlock(blocks.StructBlock):
    """A place, as a link to a map: nothing is asked of the map's host before the reader does."""

    url = blocks.URLBlock(label=_("Address of the map"))
    place = blocks.CharBlock(label=_("Place"), max_length=200)
    note = blocks.CharBlock(label=_("Note"), max_length=500, required=False)

    class Meta:
        icon = "site"
        label = _("Map")
        template = "pages/blocks/map.html"
