"""What other sites are told of a page, to show it where somebody leads to it (Open Graph)."""

from dataclasses import dataclass

from wagtail.models import Page

from rotativa.media.models import Picture
from rotativa.media.showing import showing
from rotativa.pages import keys
from rotativa.pages.addresses import absolute
from rotativa.pages.frame import Frame
from rotativa.pages.models import ShareCard
from rotativa.pages.models.share_card import page_key, paper_key
from rotativa.pages.share import CARD_SIZE

# The format asks for a territory. Of a language without one, that of most who are told of as its readers.
TERRITORIES = {
    "af": "ZA", "ar": "AR", "az": "AZ", "be": "BY", "bg": "BG", "bn": "IN", "bs": "BA", "ca": "ES",
    "ckb": "IQ", "cs": "CZ", "cy": "GB", "da": "DK", "de": "DE", "el": "GR", "en": "US", "eo": "EO",
    "es": "ES", "et": "EE", "eu": "ES", "fa": "IR", "fi": "FI", "fr": "FR", "fy": "NL", "ga": "IE",
    "gl": "ES", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "hy": "AM", "id": "ID", "is": "IS",
    "it": "IT", "ja": "JP", "ka": "GE", "kk": "KZ", "km": "KH", "kn": "IN", "ko": "KR", "ky": "KG",
    "lt": "LT", "lv": "LV", "mk": "MK", "ml": "IN", "mn": "MN", "mr": "IN", "ms": "MY", "my": "MM",
    "nb": "NO", "ne": "NP", "nl": "NL", "nn": "NO", "pa": "IN", "pl": "PL", "pt": "PT", "ro": "RO",
    "ru": "RU", "sk": "SK", "sl": "SI", "sq": "AL", "sr": "RS", "sv": "SE", "sw": "KE", "ta": "IN",
    "te": "IN", "tg": "TJ", "th": "TH", "tr": "TR", "uk": "UA", "ur": "PK", "uz": "UZ", "vi": "VN",
    "zh": "CN", "zh-hans": "CN", "zh-hant": "TW",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShareImage:
    url: str
    width: int
    height: int
    alt: str


def share_image_of(
    page: Page | None, *, frame: Frame, otherwise: ShareImage | None = None
) -> ShareImage | None:
    """The page's own card, else the other picture that is given, else the card of the paper."""
    keys.declare(paper_key(frame.language))
    if page is not None and page.pk:
        keys.declare(page_key(page.pk))
        own = getattr(page, "share_card", None)
        if own is not None and own.file:
            return image_of_card(own)
    card = getattr(frame.paper, "share_card", None)
    return otherwise or (image_of_card(card) if card and card.file else None)


def image_of_card(card: ShareCard) -> ShareImage:
    return ShareImage(absolute(card.url), *CARD_SIZE, alt=card.headline)


def image_of_picture(picture: Picture, *, alt: str, width: int = 1200) -> ShareImage | None:
    """One of a picture's files for readers, if there is any yet."""
    shown = showing(picture)
    if not shown:
        return None
    file = shown.nearest(width)
    return ShareImage(absolute(file.url), file.width, file.height, alt)


def locale_name(language: str) -> str:
    """A language as Open Graph writes it: `es_ES`, `pt_BR`."""
    territory = TERRITORIES.get(language)
    first, _hyphen, rest = language.partition("-")
    return f"{first}_{territory or rest.upper()}" if territory or rest else first
