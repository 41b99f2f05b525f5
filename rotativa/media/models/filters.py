"""How Wagtail's own renditions lose what the camera wrote and gain the notice."""

from typing import IO, Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter, SourceImageIOError
from willow.image import AvifImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.plugins.pillow import PillowImage
from willow.svg import SvgImage, WillowSvgException

from rotativa.media.metadata import Notice
from rotativa.media.metadata.reading import BROKEN
from rotativa.media.renditions.encoding import encoded
from rotativa.media.renditions.normal import normal


class NoticeFilter(Filter):
    """A filter after whose last operation nothing is left of a picture but its pixels."""

    def __init__(self, spec: str, notice: Notice) -> None:
        super().__init__(spec=spec)
        self.notice = notice

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [*super().filter_operations, NoticeOperation(self.notice)]

    def run(self, image: Any, output: IO[bytes], source: Any = None) -> Any:
        """A picture that was spoilt in storage is told as Wagtail tells of one that is missing there, and shows it."""
        try:
            return super().run(image, output, source)
        except (*BROKEN, WillowSvgException) as error:
            output.close()
            raise SourceImageIOError(str(error)) from error


class NoticeOperation(FilterOperation):
    def __init__(self, notice: Notice) -> None:
        super().__init__("notice")
        self.notice = notice

    def construct(self) -> None:
        """There is nothing to be read from a filter's name."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:  # noqa: ARG002  # Wagtail's signature
        if isinstance(willow, SvgImage):
            return willow
        return NoticeImage(normal(willow.get_pillow_image()), self.notice)


class NoticeImage(PillowImage):
    """A picture that is saved with its notice and with nothing else."""

    def __init__(self, image: Any, notice: Notice) -> None:
        super().__init__(image)
        self.notice = notice

    def set_background_color_rgb(self, color: tuple[int, int, int]) -> "NoticeImage":
        return NoticeImage(super().set_background_color_rgb(color).image, self.notice)

    def save_as_jpeg(self, f: Any, quality: int = 78, **_: Any) -> JPEGImageFile:
        return JPEGImageFile(self.written(f, "jpeg", quality=quality))

    def save_as_png(self, f: Any, **_: Any) -> PNGImageFile:
        return PNGImageFile(self.written(f, "png"))

    def save_as_webp(self, f: Any, **options: Any) -> WebPImageFile:
        return WebPImageFile(self.written(f, "webp", **chosen(options)))

    def save_as_avif(self, f: Any, **options: Any) -> AvifImageFile:
        lossless = {"quality": 100, "subsampling": "4:4:4"} if options.get("lossless") else {}
        return AvifImageFile(self.written(f, "avif", **(lossless or chosen(options))))

    def written(self, f: Any, format_name: str, **options: Any) -> Any:
        f.write(encoded(self.image, format_name, self.notice, **options))
        return f


def chosen(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("quality", "lossless") if name in options}
