"""How a mark is stored, and how it comes into the editor and out of it again."""

from typing import Any

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.rich_text import LinkHandler

from rotativa.articles.citations import LINK_TYPE, SIGN
from rotativa.evidence.models import Source

ENTITY = "CITATION"


class CitationLinks(LinkHandler):
    """Where nobody has put numbers, a mark leads nowhere; `citations.cite` puts them."""

    identifier = LINK_TYPE

    @staticmethod
    def get_model() -> type[Source]:
        return Source

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return ["<a>"] * len(attrs_list)

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        """So Wagtail knows which pages use a source."""
        if str(attrs.get("id", "")).isdecimal():
            yield Source, attrs["id"], "", ""


class CitationElementHandler(InlineEntityElementHandler):
    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With the source's name, which the editor's screen shows; a source that is gone has none."""
        key = str(attrs.get("id", ""))
        source = Source.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        return {
            "id": key,
            "name": source.name if source else "",
            "quote": attrs.get("quote") or "",
            "locator": attrs.get("locator") or "",
        }


def stored_mark(props: dict[str, Any]) -> Any:
    said = {
        "linktype": LINK_TYPE,
        "id": props.get("id"),
        "quote": props.get("quote") or None,
        "locator": props.get("locator") or None,
    }
    return DOM.create_element("a", said, SIGN)


CONVERSION = {
    "from_database_format": {f'a[linktype="{LINK_TYPE}"]': CitationElementHandler(ENTITY)},
    "to_database_format": {"entity_decorators": {ENTITY: stored_mark}},
}
