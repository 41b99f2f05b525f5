"""What Argos's models call the languages of the paper."""

CODES = {"pt-br": "pb", "zh-hant": "zt"}


def code_of(language: str) -> str:
    return CODES.get(language, language.partition("-")[0])
