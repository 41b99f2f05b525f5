"""What may pass the boundary: elements and attributes that the rules read.

None of it reaches a page as it is: the rules write rich text of their own.
"""

OURS = ("rotativa-gallery", "rotativa-playlist", "rotativa-shortcode")
"""What shortcodes become where HTML has no word for them."""

REMOVED_WHOLE = frozenset({
    "applet", "canvas", "frameset", "noframes", "script", "style", "svg", "template", "title",
})  # fmt: skip

FORMS = frozenset({
    "button", "fieldset", "form", "input", "label", "legend", "optgroup", "option", "select",
    "textarea",
})  # fmt: skip
"""Their words are kept, and they are reported."""

SILENT = frozenset({"html", "head", "meta", "link", "base", "title"})
"""Belong to a page rather than to its text."""

TAGS = FORMS | {
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big",
    "blockquote", "body", "br", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "embed", "figcaption", "figure",
    "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "iframe",
    "img", "ins", "kbd", "li", "main", "mark", "menu", "nav", "nobr", "noscript", "object", "ol",
    "p", "param", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small",
    "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "track", "tt", "u", "ul", "var", "video", "wbr", *OURS,
}  # fmt: skip

ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href", "name", "rel", "title"},
    "audio": {"src"},
    "blockquote": {"cite", "data-instgrm-permalink", "data-bluesky-uri"},
    "code": {"data-lang"},
    "div": {"data-href", "data-url", "data-lang"},
    "embed": {"src"},
    "figure": {"data-credit"},
    "iframe": {"src", "title", "data-src", "data-lazy-src"},
    "img": {
        "src", "alt", "title", "width", "height", "data-src", "data-lazy-src", "data-original",
        "data-orig-file", "data-id", "data-attachment-id", "data-caption", "data-credit",
    },
    "li": {"value", "data-note"},
    "object": {"data"},
    "ol": {"start", "reversed", "type"},
    "param": {"name", "value"},
    "pre": {"lang", "data-lang", "data-language"},
    "q": {"cite"},
    "source": {"src", "type"},
    "sup": {"data-fn"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "video": {"src", "title"},
    "rotativa-gallery": {"ids", "source"},
    "rotativa-playlist": {"ids", "source"},
    "rotativa-shortcode": {"source"},
}  # fmt: skip

SCHEMES = {"http", "https", "ftp", "mailto", "tel"}
