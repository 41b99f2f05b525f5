import pytest

from rotativa.pages.oembed.providers import closed_site_of, provider_of, site_of


@pytest.mark.parametrize(
    ("url", "name", "kind"),
    [
        ("https://www.youtube.com/watch?v=linnet-0214", "YouTube", "video"),
        ("https://youtu.be/linnet-0214", "YouTube", "video"),
        ("https://m.youtube.com/shorts/linnet-0214", "YouTube", "video"),
        ("https://vimeo.com/20260309", "Vimeo", "video"),
        ("https://www.dailymotion.com/video/x8abcde", "Dailymotion", "video"),
        ("https://dai.ly/x8abcde", "Dailymotion", "video"),
        ("https://www.ted.com/talks/a_talk", "TED", "video"),
        ("https://www.tiktok.com/@eelwatch/video/7300000000000000000", "TikTok", "video"),
        ("https://twitter.com/harbourboard/status/19", "X", "social"),
        ("https://X.com/harbourboard/status/19?s=20", "X", "social"),
        ("https://mobile.twitter.com/harbourboard/status/19", "X", "social"),
        ("https://bsky.app/profile/bram.example/post/3k", "Bluesky", "social"),
        ("https://www.reddit.com/r/eels/comments/1a2b3c/elvers/", "Reddit", "social"),
        ("https://soundcloud.com/radio-aldera/siren", "SoundCloud", "other"),
        ("https://open.spotify.com/episode/abc", "Spotify", "other"),
        ("https://www.mixcloud.com/radio-aldera/one/", "Mixcloud", "other"),
        ("https://www.flickr.com/photos/odabrennick/1/", "Flickr", "other"),
    ],
)
def test_great_site_is_known(url: str, name: str, kind: str) -> None:
    provider = provider_of(url)

    assert provider is not None
    assert (provider.name, provider.kind) == (name, kind)


@pytest.mark.parametrize(
    "url",
    [
        "https://vidora.example/w/linnet",
        "https://youtube.com.evil.example/watch?v=linnet-0214",
        "https://evil.example/?u=https://www.youtube.com/watch?v=linnet-0214",
        "https://notvimeo.com/1",
        "ftp://vimeo.com/1",
    ],
)
def test_other_site_is_not_taken_for_a_great_one(url: str) -> None:
    assert provider_of(url) is None


def test_question_carries_the_whole_url() -> None:
    provider = provider_of("https://www.youtube.com/watch?v=linnet-0214&t=5&x=é")

    assert provider is not None
    assert provider.question("https://www.youtube.com/watch?v=linnet-0214&t=5&x=é") == (
        "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch"
        "%3Fv%3Dlinnet-0214%26t%3D5%26x%3D%C3%A9&format=json"
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.facebook.com/harbourboard/posts/1", "Facebook"),
        ("https://fb.watch/abc/", "Facebook"),
        ("https://instagram.com/p/abc", "Instagram"),
        ("https://www.threads.net/@a/post/b", "Threads"),
        ("https://notfacebook.com/", None),
        ("https://facebook.com.evil.example/", None),
        ("https://[", None),
    ],
)
def test_closed_site_is_known(url: str, name: str | None) -> None:
    assert closed_site_of(url) == name


def test_site_is_the_host_as_readers_know_it() -> None:
    assert [site_of(url) for url in ("https://www.Vimeo.com/1", "http://[", "x")] == [
        "vimeo.com",
        "",
        "",
    ]
