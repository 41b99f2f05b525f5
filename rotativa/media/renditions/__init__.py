from rotativa.media.renditions.making import Made, make
from rotativa.media.renditions.plan import MAKER_VERSION

__all__ = ["MAKER_VERSION", "Made", "make"]
