"""A folder of Markdown, stored: what readers then find."""

from pathlib import Path

from django.test import Client
from PIL import Image

from rotativa.articles.models import Article, FrontPage, Inquiry
from rotativa.importers.actions import store
from rotativa.importers.plan import Plan
from rotativa.importers.report import Report
from rotativa.importers.systems.markdown import read_markdown
from rotativa.media.models import File
from rotativa.pages.models import PlainPage
from tests.importers.systems.markdown.folders import NOON, write

PLAN = Plan(languages=("en", "es", "ar"), language="en", fetches_media=False)
FILES = {
    "sections.yaml": "- {key: river, name: {en: River, es: Río}, slug: {en: river, es: rio}}",
    "authors.yaml": "- {key: ada, name: Ada López, role: {en: Editor, es: Editora}}",
    "news/flood.en.md": """---
title: The flood
date: 2026-03-01
section: river
authors: [ada]
tags: [Eels]
---
Water rises. See [about us](../pages/about.en.md).
""",
    "news/flood.es.md": """---
title: La crecida
date: 2026-03-01
section: Río
authors: [Ada López]
---
Sube el agua. Vea [quiénes somos](../pages/about.es.md).
""",
    "news/after.en.md": """---
title: After the flood
date: 2026-03-02
section: river
lead_image: ../quay.jpg
lead_image_alt: The quay
earlier: [flood]
questions: [{text: Who pays?, answered_by: flood}]
---
See [yesterday](flood.en.md) and [the report](report.pdf).

```questions
```
""",
    "news/report.pdf": "%PDF-1.4",
    "pages/about.en.md": "---\ntitle: About us\nin_menu: true\naliases: [/who/]\n---\nWe write.",
    "pages/about.es.md": "---\ntitle: Quiénes somos\n---\nEscribimos.",
}


def run(folder: Path) -> Report:
    return store(read_markdown(folder, language="en", at=NOON), plan=PLAN, at=NOON)


def test_articles_stand_with_all_that_their_files_say(paper: FrontPage, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "quay.jpg")

    report = run(tmp_path)

    assert dict(report.stored) == {"article": 3, "page": 2, "media": 2}
    assert (report.linked_translations, report.notices) == (2, [])
    flood, after = Article.objects.filter(locale=paper.locale).order_by("first_published_at")
    crecida = flood.get_translations().get()
    about = PlainPage.objects.get(title="About us")
    somos = PlainPage.objects.get(title="Quiénes somos")
    assert (crecida.title, crecida.section.name, crecida.section.slug) == (
        "La crecida",
        "Río",
        "rio",
    )
    authors = [article.article_authors.get().author for article in (flood, crecida)]
    assert [author.role for author in authors] == ["Editor", "Editora"]
    assert f'<a linktype="page" id="{about.pk}">' in str(flood.body.raw_data)
    assert f'<a linktype="page" id="{somos.pk}">' in str(crecida.body.raw_data)
    assert f'<a linktype="page" id="{flood.pk}">' in str(after.body.raw_data)
    report_file = File.objects.get(title="report.pdf")
    assert f'<a linktype="document" id="{report_file.pk}">' in str(after.body.raw_data)
    assert [block.block_type for block in after.body] == ["paragraph", "questions"]
    assert [earlier.earlier_id for earlier in after.earlier_coverage.all()] == [flood.pk]
    assert [inquiry.answered_by_id for inquiry in Inquiry.objects.all()] == [flood.pk]
    assert (after.lead_image.title, after.lead_image_alt) == ("quay.jpg", "The quay")


def test_second_run_changes_nothing(paper: FrontPage, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "quay.jpg")
    run(tmp_path)

    report = run(tmp_path)

    assert dict(report.stored) == {}
    assert dict(report.unchanged) == {"article": 3, "page": 2, "media": 2}


def test_old_addresses_lead_to_the_pages(paper: FrontPage, client: Client, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    run(tmp_path)

    addresses = ["/news/flood/", "/es/news/flood/", "/who/"]

    answers = [client.get(address, headers={"host": "paper.example"}) for address in addresses]
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (301, "/en/2026/03/01/flood/"),
        (301, "/es/2026/03/01/flood/"),
        (301, "/en/about/"),
    ]
