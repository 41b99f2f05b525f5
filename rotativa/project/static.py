"""How static files are kept: under names that change with their content, and packed beforehand."""

from collections.abc import Iterable, Iterator
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

DESK_PREFIXES = ("wagtail", "typed_table_block")


class PackedStaticFiles(CompressedManifestStaticFilesStorage):
    """Gzip for all, and Brotli, where the package is there, for what readers load.

    Brotli needs ten seconds for the desk's scripts, for which the first start would wait; few people
    load them, and their browsers keep them.
    """

    with_brotli = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        paths = set(paths)
        desk = {path for path in paths if path.startswith(DESK_PREFIXES)}
        for self.with_brotli, part in ((True, paths - desk), (False, desk)):
            yield from super().compress_files(part)

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=self.with_brotli, **options)
