"""Cut the fonts of the default theme out of the whole families, as `base.css` asks for them.

    pip install "fonttools[woff]" fontpkg-source-serif-4 fontpkg-libre-franklin
    python -m tools.make_fonts

In an environment of its own: the project needs none of that. Each `@font-face` of `base.css` says
by its `unicode-range` which characters its file holds.
"""

import importlib.resources
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fontTools.varLib.iup import iup_delta_optimize

THEME = Path(__file__).parents[1] / "rotativa" / "pages" / "static" / "pages"
FACE = re.compile(
    r"@font-face\{[^}]*url\(\.\./fonts/([\w-]+)\.woff2\)[^}]*unicode-range:([^;}]+)\}"
)

# Letters of these scripts meet each other within one file; elsewhere a kerned neighbour is in
# another file, where no kerning reaches.
FEATURES = {
    "latin": ("kern", "liga", "locl", "rvrn"),
    "cyrillic": ("ccmp", "kern", "locl", "mark", "mkmk", "rvrn"),
}
FEATURES_OF_RARE_LETTERS = ("locl", "rvrn")
KERNING_STEP, KERNING_DELTA_STEP, OUTLINE_STEP = 2, 4, 2
"""In thousandths of an em: halves of these are lost, 0.15 px at most in a headline of 76 px."""
PAIRS = 2
COPYRIGHT, DESIGNERS_LICENCE = 0, 14
KEPT_NAMES = (COPYRIGHT, 5, DESIGNERS_LICENCE)


@dataclass(frozen=True)
class Family:
    package: str
    source: str
    name: str
    limits: dict[str, tuple[int, int] | int]
    style: str = "Regular"


def serif(source: str, style: str, limits: dict[str, tuple[int, int] | int]) -> Family:
    return Family("fontpkg_source_serif_4", source, "Rotativa Serif", limits, style)


FAMILIES = {
    "rotativa-serif-italic": serif(
        "SourceSerif4-Italic[opsz,wght].ttf", "Italic", {"wght": 400, "opsz": 20}
    ),
    "rotativa-serif": serif(
        "SourceSerif4[opsz,wght].ttf", "Regular", {"wght": (400, 700), "opsz": (20, 60)}
    ),
    "rotativa-sans": Family(
        "fontpkg_libre_franklin", "LibreFranklin[wght].ttf", "Rotativa Sans", {"wght": (400, 700)}
    ),
}


def faces() -> Iterator[tuple[str, set[int]]]:
    """Of each `@font-face` in `base.css`: the file and its characters."""
    for file, ranges in FACE.findall((THEME / "css" / "base.css").read_text(encoding="utf-8")):
        yield file, set(characters(ranges))


def characters(ranges: str) -> Iterator[int]:
    for each in ranges.split(","):
        first, _, last = each.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def limited(family: Family) -> bytes:
    """The whole family with the weights and optical sizes that the theme uses."""
    files = importlib.resources.files(family.package) / "files"
    whole = read((files / family.source).read_bytes())
    font = instancer.instantiateVariableFont(whole, family.limits)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def read(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def cut(font: TTFont, wanted: set[int], script: str) -> None:
    options = subset.Options(
        layout_features=list(FEATURES.get(script, FEATURES_OF_RARE_LETTERS)),
        name_IDs=list(KEPT_NAMES),
        notdef_outline=True,
        hinting=False,
    )
    options.drop_tables += ["BASE", "DSIG", "STAT"]  # for other programs than browsers
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)


def round_kerning(font: TTFont) -> None:
    """Values that are nearly the same become the same, and are written once."""
    if "GPOS" not in font:
        return
    for value in kerned(font):
        if getattr(value, "XAdvance", 0):
            value.XAdvance = rounded(value.XAdvance, KERNING_STEP)
    store = getattr(font["GDEF"].table, "VarStore", None)
    if store is not None:
        for data in store.VarData:
            data.Item = [[rounded(x, KERNING_DELTA_STEP) for x in row] for row in data.Item]
        font["GPOS"].table.remap_device_varidxes(store.optimize())


def kerned(font: TTFont) -> Iterator[Any]:
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            if pairs.LookupType == PAIRS and pairs.Format == 1:
                yield from (each.Value1 for some in pairs.PairSet for each in some.PairValueRecord)
            elif pairs.LookupType == PAIRS:
                yield from (each.Value1 for row in pairs.Class1Record for each in row.Class2Record)


def ease_outlines(font: TTFont) -> None:
    """How outlines change with weight and size, as exactly as anyone can see."""
    if "gvar" not in font:
        return
    for name, variations in font["gvar"].variations.items():
        points, outline = font["glyf"]._getCoordinatesAndControls(  # noqa: SLF001  # no public door
            name, font["hmtx"].metrics
        )
        if outline.numberOfContours < 0:
            continue
        for each in variations:
            each.calcInferredDeltas(points, outline.endPts)
            moves = [
                (rounded(x, OUTLINE_STEP), rounded(y, OUTLINE_STEP)) for x, y in each.coordinates
            ]
            each.coordinates = iup_delta_optimize(moves, points, outline.endPts, tolerance=1)


def rounded(number: float, step: int) -> int:
    return step * round(number / step)


def rename(font: TTFont, family: Family) -> None:
    """The licence of Source Serif keeps its name for the unaltered font."""
    postscript = f"{family.name.replace(' ', '')}-{family.style}"
    original = "Source Serif 4" if "Serif" in family.name else "Libre Franklin"
    names = {
        1: family.name,
        2: family.style,
        3: f"2.0;{postscript}",
        4: f"{family.name} {family.style}",
        6: postscript,
        10: f"Subset and axis-limited version of {original}, renamed. "
        "Licensed under the SIL Open Font License",
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def main() -> None:
    sources = {prefix: limited(family) for prefix, family in FAMILIES.items()}
    for file, wanted in faces():
        prefix = next(each for each in FAMILIES if file.startswith(each))
        font = read(sources[prefix])
        cut(font, wanted, file.removeprefix(f"{prefix}-"))
        round_kerning(font)
        ease_outlines(font)
        rename(font, FAMILIES[prefix])
        font.flavor = "woff2"
        path = THEME / "fonts" / f"{file}.woff2"
        font.save(path)
        print(f"{path.stat().st_size:7,} {len(font.getBestCmap()):4} characters  {file}")


if __name__ == "__main__":
    main()
