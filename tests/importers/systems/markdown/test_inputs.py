"""Real projects: every file is accounted for, translations are linked, addresses are the old ones."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import rotativa
from rotativa.importers.records import Author, Media, Notice, Term
from tests.importers.systems.markdown.folders import NOON, Reading, read

DEMO = Path(rotativa.__file__).parent / "cli/demo/content"


def unaccounted(folder: Path, reading: Reading) -> list[str]:
    """Files that no record and no notice stands for."""
    told = set(reading.items) | {term.place for term in reading.of(Term)}
    told |= {author.place for author in reading.of(Author)}
    told |= {media.place for media in reading.of(Media)}
    notices = [notice for notice in reading.of(Notice) if notice.action == "skipped"]
    in_folders = Counter(notice.place for notice in notices for _file in range(notice.count))
    left = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parent = f"{Path(name).parent.as_posix()}/"
        if path.is_dir() or name in told:
            continue
        if in_folders[name] or in_folders[parent]:
            in_folders.subtract([name if in_folders[name] else parent])
        else:
            left.append(name)
    return left


def count(reading: Reading) -> dict[tuple[str, str, str], int]:
    return dict(
        Counter((item.kind, item.language, str(item.state)) for item in reading.items.values())
    )


def group_sizes(reading: Reading) -> dict[int, int]:
    return dict(Counter(len(languages) for languages in reading.groups.values()))


@pytest.mark.inputs
def test_hugo_project_in_three_languages(inputs):
    folder = inputs / "markdown/kubuntu.org"

    reading = read(folder)

    assert unaccounted(folder, reading) == []
    assert count(reading) == {
        ("article", "en", "published"): 18,
        ("article", "en", "scheduled"): 1,
        ("article", "es", "published"): 7,
        ("article", "fr", "published"): 7,
        ("page", "en", "draft"): 1,
        ("page", "en", "published"): 10,
        ("page", "es", "draft"): 2,
        ("page", "es", "published"): 4,
        ("page", "fr", "draft"): 1,
        ("page", "fr", "published"): 4,
    }
    assert group_sizes(reading) == {1: 25, 2: 9, 3: 4}
    assert reading.groups["news/Kubuntu_Wallpaper"] == {
        "es": "content/es/news/Kubuntu_Wallpaper.md",
        "fr": "content/fr/news/Kubuntu_Wallpaper.md",
    }
    assert reading.groups["about"] == {
        "en": "content/en/about.md",
        "es": "content/es/about.md",
        "fr": "content/fr/about.md",
    }
    release = reading.items["content/en/news/kubuntu-25-10-questing-quokka-released.md"]
    assert release.old_urls == ("/news/kubuntu-25-10-questing-quokka-released/",)
    winners = reading.items["content/es/news/Kubuntu_Brand_Contest_Winners.md"]
    assert winners.old_urls == ("/es/news/kubuntu_brand_contest_winners/",)
    assert {urlsplit(media.url).netloc for media in reading.of(Media)} == {"kubuntu.org"}


@pytest.mark.inputs
def test_jekyll_project_in_sixteen_languages(inputs):
    folder = inputs / "markdown/polyglot"

    reading = read(folder)

    assert unaccounted(folder, reading) == []
    assert Counter(item.language for item in reading.items.values()) == {
        "en": 25,
        "zh-cn": 25,
        "nl": 17,
        "es": 11,
        "de": 9,
        "fr": 8,
        "ko": 8,
        "pt-br": 8,
        "ru": 6,
        "he": 4,
        "ar": 3,
        "ja": 3,
        "hi": 1,
        "it": 1,
        "tr": 1,
        "uk": 1,
    }
    assert group_sizes(reading) == {1: 2, 3: 12, 5: 2, 6: 4, 7: 2, 9: 1, 10: 1, 12: 1, 14: 1}
    assert {(item.kind, str(item.state)) for item in reading.items.values()} == {
        ("article", "published")
    }
    first = reading.items["site/_posts/pt-BR/2024-02-29-localized-variables.md"]
    assert first.old_urls == ("/pt-BR/2024/02/29/localized-variables/",)


@pytest.mark.inputs
def test_posts_without_a_project(inputs):
    folder = inputs / "ghost-migrate/mg-jekyll-export"

    reading = read(folder)

    assert unaccounted(folder, reading) == []
    assert count(reading) == {
        ("article", "en", "published"): 11,
        ("article", "en", "draft"): 1,
    }
    assert {author.name for author in reading.of(Author)} == {"Persons Name", "Mark Stosberg"}


def test_demonstration_is_read_without_a_loss():
    reading = read(DEMO, at=NOON.replace(year=2027))

    assert unaccounted(DEMO, reading) == []
    assert [line for line in reading.told if line[0] != "skipped"] == []
    languages = Counter(item.language for item in reading.items.values() if item.kind == "article")
    assert min(languages["en"], languages["es"]) >= 35
    assert group_sizes(reading)[2] >= 35
