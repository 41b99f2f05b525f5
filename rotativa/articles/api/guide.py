"""The API's own page, for whoever writes a programme: made from its schema, without a script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from rotativa.articles.api.routes import api
from rotativa.pages.addresses import absolute


def guide(request: HttpRequest) -> HttpResponse:
    """In English, as the schema is."""
    schema = api.get_openapi_schema()
    with translation.override("en"):
        return render(
            request,
            "articles/api.html",
            {
                "schema": schema["info"],
                "operations": [operation(*each) for each in schema["paths"].items()],
                "shapes": [
                    shape(name, each)
                    for name, each in schema["components"]["schemas"].items()
                    if name.endswith("Answer")
                ],
            },
        )


def operation(path: str, methods: dict[str, Any]) -> dict[str, Any]:
    said = methods["get"]
    return {
        "path": path,
        "example": absolute(path) if "{" not in path else "",
        "summary": said["summary"],
        "description": said.get("description", ""),
        "parameters": [parameter(each) for each in said.get("parameters", [])],
    }


def parameter(said: dict[str, Any]) -> dict[str, str]:
    schema = said["schema"]
    return {
        "name": said["name"],
        "kind": kind_of(schema),
        "description": said.get("description") or schema.get("description", ""),
    }


def shape(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name.removesuffix("Answer"),
        "fields": [
            {"name": field, "kind": kind_of(each), "description": each.get("description", "")}
            for field, each in said["properties"].items()
        ],
    }


def kind_of(schema: dict[str, Any]) -> str:
    """A type in words: `date or null`, `list of Group`."""
    if "anyOf" in schema:
        return " or ".join(kind_of(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2].removesuffix("Answer")
    if schema.get("type") == "array":
        return f"list of {kind_of(schema['items'])}"
    return str(schema.get("format") or schema.get("type", ""))
