"""Signs that are letters and marks by their category, and blank to whoever looks."""

import re

FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
"""No word is spelt with them: fillers of Hangul, the empty pattern of Braille, and the like."""
VARIANTS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that choose between shapes of the sign before them, as of emoji: most change nothing."""
