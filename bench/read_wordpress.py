"""How many items of an export of WordPress are read and turned into blocks in a second.

Nothing is stored, and the second is one of processor time.

The export is made up: posts of six paragraphs and a comment, 1,000 and 10,000 of them. The rate should be
the same for both, and memory too: a file is never loaded.
"""

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from rotativa.importers.records import Item
from rotativa.importers.systems.wordpress import read_wxr

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Harbour</title><link>https://harbour.example</link>
<wp:base_blog_url>https://harbour.example</wp:base_blog_url>
"""
PARAGRAPH = (
    "<!-- wp:paragraph -->\n<p>The ferry was <em>late</em> again, and nobody on the "
    '<a href="https://harbour.example/quay/">quay</a> could say why it had been so.</p>\n'
    "<!-- /wp:paragraph -->\n"
)
ITEM = """<item><title><![CDATA[The ferry is late, part {n}]]></title>
<link>https://harbour.example/late-{n}/</link><dc:creator><![CDATA[bo]]></dc:creator>
<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{n}</wp:post_id>
<wp:post_date_gmt><![CDATA[2024-05-01 08:00:00]]></wp:post_date_gmt>
<wp:post_name><![CDATA[late-{n}]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status>
<wp:post_type><![CDATA[post]]></wp:post_type>
<category domain="category" nicename="port"><![CDATA[Port]]></category>
<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Chi</wp:comment_author>
<wp:comment_content><![CDATA[Again!]]></wp:comment_content></wp:comment></item>
"""


def main() -> None:
    settings.configure(USE_I18N=False)
    with TemporaryDirectory() as folder:
        for count in (1_000, 10_000):
            path = Path(folder) / "export.xml"
            with path.open("w") as file:
                file.write(HEAD)
                file.writelines(
                    ITEM.format(n=n, content=PARAGRAPH * 6) for n in range(1, count + 1)
                )
                file.write("</channel></rss>\n")
            start = time.process_time()
            read = sum(isinstance(record, Item) for record in read_wxr([path], language="en"))
            rate = read / (time.process_time() - start)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            size = path.stat().st_size / (1 << 20)
            print(
                f"{read:>6} items, {size:4.1f} MiB: {rate:6.0f} items/s of processor time, {memory} MiB at most"
            )


if __name__ == "__main__":
    main()
