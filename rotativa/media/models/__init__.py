from rotativa.media.models.files import File
from rotativa.media.models.pictures import Picture, PictureRendition
from rotativa.media.models.requests import RenditionRequest

__all__ = ["File", "Picture", "PictureRendition", "RenditionRequest"]
