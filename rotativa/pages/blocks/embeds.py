"""Blocks that stand for what is kept elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class VideoBlock(blocks.StructBlock):
    """A film on another site."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), max_length=300, required=False)
    caption = blocks.CharBlock(label=_("Caption"), max_length=1000, required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "pages/blocks/video.html"


class SocialBlock(blocks.StructBlock):
    """A post on another site."""

    url = blocks.URLBlock(label=_("Address"))
    text = blocks.TextBlock(label=_("Words of the post"), max_length=5000, required=False)
    author = blocks.CharBlock(label=_("Who posted it"), max_length=200, required=False)

    class Meta:
        icon = "comment"
        label = _("Post")
        template = "pages/blocks/social.html"
