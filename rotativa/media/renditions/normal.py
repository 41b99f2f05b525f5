"""Any picture that Pillow can open, as browsers want it: upright, 8 bits, RGB or RGBA, nothing but pixels."""

from io import BytesIO

from PIL import ExifTags, Image, ImageCms

from rotativa.media.metadata.reading import BROKEN

SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
OPAQUE = 255
# What EXIF's orientations ask for. Pillow's own `exif_transpose` also writes the metadata anew, and
# fails with what it cannot write.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Where an ICC profile names the colours that it describes.
COLOURS = slice(16, 20)


def normal(image: Image.Image) -> Image.Image:
    """The picture with its RGB profile, if it has one, and without any other thing the file said."""
    profile = image.info.get("icc_profile") or b""
    plain = without_idle_alpha(in_rgb(eight_bits(upright(image)), profile))
    describes_it = profile[COLOURS] == b"RGB " and image.mode not in {"CMYK", "L", "LA"}
    plain.info = {"icc_profile": profile} if describes_it else {}
    return plain


def upright(image: Image.Image) -> Image.Image:
    """Turned as its metadata says, unless they are too broken to say it."""
    try:
        turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except BROKEN:
        return image
    return image if turn is None else image.transpose(turn)


def eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in SIXTEEN_BITS:
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image


def in_rgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours for print are turned into colours for screens by their own profile where it can be used."""
    if profile and image.mode in {"CMYK", "L"}:
        try:
            screen = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            screen = None  # a broken profile, or one for other colours
        if screen:
            return screen
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def without_idle_alpha(image: Image.Image) -> Image.Image:
    """Transparency that nothing uses would cost every reader a larger file."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == OPAQUE:
        return image.convert("RGB")
    return image
