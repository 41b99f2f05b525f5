"""What a name may be that others read."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rotativa.lib.unseen import FILLERS, VARIANTS

SHORTEST, LONGEST = 2, 50
LOOK_ALIKE = str.maketrans(
    "авезікмнорстухъьяѕјԁһԛԝӏαβεικνορτυχωμ01356|",
    "abeeikmhopctyxbbrsjdhqwl" + "abeikvoptuxwm" + "olesbl",
)
"""Letters and digits to those for which a hurried reader takes them; of the alphabets that pass for Latin."""
LOOK_LIKE_ONE = (
    *(("rn", "m"), ("vv", "w"), ("i", "l"), ("8", "b")),
    *(("\u0251", "a"), ("\u0261", "g"), ("\u0131", "l")),  # of phonetics, and the i without a dot
)
"""The same, but names of people differ by it as well: Arni and Ami, Lan and Ian, Dov 6 and Dov 8."""
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
JOINERS = "\u200c\u200d"
"""Part of how names are spelt in some scripts; anywhere else they are invisible."""


def clean_name(text: str) -> str:
    """With single spaces and nothing invisible; raises `ValidationError` for what is no name."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if any(is_hidden(sign) for sign in name):
        raise ValidationError(_("Please leave out signs that cannot be seen."))
    if len(alphabets(name)) > 1:
        raise ValidationError(_("Please keep to one alphabet: letters of others look alike."))
    if "@" in name:
        raise ValidationError(
            _("Please do not use an e-mail address: everybody can read the name.")
        )
    if not SHORTEST <= len(name) <= LONGEST or not name_key(name):
        raise ValidationError(_("Please choose a name of 2 to 50 letters."))
    return name


def alphabets(name: str) -> set[str]:
    """Of those whose letters pass for one another."""
    names = (unicodedata.name(sign, "") for sign in unicodedata.normalize("NFKC", name))
    return {each.partition(" ")[0] for each in names} & {"LATIN", "CYRILLIC", "GREEK"}


def is_hidden(sign: str) -> bool:
    if FILLERS.match(sign):
        return True
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} and sign not in JOINERS


def name_key(name: str) -> str:
    """The same for names of which one person may have one: that differ only in case, width, spaces,
    punctuation, invisible signs, or in letters and digits that nobody's own name differs by.
    """
    return read_signs(unicodedata.normalize("NFKC", name).casefold().translate(LOOK_ALIKE))


def look_alike_key(name: str) -> str:
    """The same for all that a hurried reader takes for a name: whatever its accents, too.

    For names that are known here. Two readers may be called José and Jose.
    """
    plain = unicodedata.normalize("NFKD", name_key(name))
    plain = ACCENTS.sub("", plain).translate(LOOK_ALIKE)
    for one, other in LOOK_LIKE_ONE:
        plain = plain.replace(one, other)
    return read_signs(plain)


def read_signs(text: str) -> str:
    """Without what stands between letters and digits, or is not seen."""
    plain = FILLERS.sub("", VARIANTS.sub("", unicodedata.normalize("NFKC", text)))
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LMN")[:100]
