"""The text of an article as plain HTML, for feeds and for its Markdown version."""

from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rotativa.articles.anatomy import LeadPicture, claims_of, lead_of
from rotativa.articles.asked import answering, asked, how_they_stand
from rotativa.articles.citations import CitedSource, cite
from rotativa.articles.coverage import published_versions
from rotativa.articles.models import Article
from rotativa.pages.addresses import local_url
from rotativa.pages.memo import remembered
from rotativa.pages.portable import portable, portable_body
from rotativa.pages.reading import readable
from rotativa.pages.slots import filled


def text_of(article: Article) -> str:
    """All that stands under the headline, made once for all the feeds that hold it."""
    return remembered(("text", article.pk), lambda: make_text(article))


def make_text(article: Article) -> SafeString:
    url = local_url(article)
    sources = cite(article.body, with_notes=False)
    body = readable(article.body)
    questions = questions_of(article)
    after = "" if any(block.block_type == "questions" for block in body) else questions
    context = Context({"page": article})
    parts = [
        portable(lead_picture(lead_of(article)), url=url),
        portable_body(body, url=url, given={"questions": questions}),
        *(
            portable(html, url=url)
            for html in (
                claims_in(article, sources),
                after,
                sources_of(sources),
                filled("article_sources", context),
                filled("article_claims", context),
                corrections_of(article),
                filled("article_corrections", context),
            )
        ),
    ]
    return SafeString("\n".join(part for part in parts if part))


def claims_in(article: Article, sources: list[CitedSource]) -> str:
    claims = claims_of(article, sources)
    if not claims:
        return ""
    return render_to_string(
        "articles/portable/claims.html", {"claims": claims, "language": article.language}
    )


def corrections_of(article: Article) -> str:
    """The latest first, as on the page."""
    found = sorted(article.corrections.all(), key=lambda each: (each.at, each.pk), reverse=True)
    if not found:
        return ""
    return render_to_string("articles/portable/corrections.html", {"corrections": found})


def sources_of(sources: list[CitedSource]) -> str:
    if not sources:
        return ""
    return render_to_string("articles/portable/sources.html", {"sources": sources})


def lead_picture(lead: LeadPicture | None) -> str:
    return render_to_string("articles/portable/lead_picture.html", {"lead": lead}) if lead else ""


def questions_of(article: Article) -> str:
    """Without the days that each has been open: those change by themselves."""
    questions = list(article.questions.all())
    if not questions:
        return ""
    inquiries = how_they_stand(questions)
    answers = answering(inquiries)
    linked = published_versions(answers, locale=article.locale) if answers else {}
    return render_to_string(
        "articles/portable/questions.html",
        {
            "questions": asked(questions, inquiries, linked, on=None),
            "article": {"open_questions": sum(each.is_open for each in inquiries)},
        },
    )
