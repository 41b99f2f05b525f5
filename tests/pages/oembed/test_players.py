import pytest

from rotativa.pages.oembed.players import PLAYER_HOSTS, player_of

YOUTUBE = "https://www.youtube-nocookie.com/embed/linnet-0214?autoplay=1&rel=0"
VIMEO = "https://player.vimeo.com/video/20260309?autoplay=1&dnt=1"
DAILYMOTION = "https://geo.dailymotion.com/player.html?video=x8abcde"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=linnet-0214", YOUTUBE),
        ("http://m.youtube.com/watch?feature=share&v=linnet-0214", YOUTUBE),
        ("https://youtube.com/watch/?v=linnet-0214", YOUTUBE),
        ("https://youtu.be/linnet-0214?si=tracking", YOUTUBE),
        ("https://www.youtube.com/shorts/linnet-0214", YOUTUBE),
        ("https://www.youtube.com/live/linnet-0214", YOUTUBE),
        ("https://www.youtube.com/embed/linnet-0214", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/linnet-0214", YOUTUBE),
        ("https://youtu.be/linnet-0214?t=90", YOUTUBE + "&start=90"),
        ("https://youtu.be/linnet-0214?t=1m30s", YOUTUBE + "&start=90"),
        ("https://youtu.be/linnet-0214?t=1h2m3s", YOUTUBE + "&start=3723"),
        ("https://youtu.be/linnet-0214?t=soon", YOUTUBE),
        ("https://vimeo.com/20260309", VIMEO),
        ("https://vimeo.com/channels/weir/20260309", VIMEO),
        ("https://player.vimeo.com/video/20260309", VIMEO),
        ("https://vimeo.com/20260309/0a1b2c3d4e", VIMEO + "&h=0a1b2c3d4e"),
        ("https://player.vimeo.com/video/20260309?h=0a1b2c3d4e", VIMEO + "&h=0a1b2c3d4e"),
        ("https://www.dailymotion.com/video/x8abcde", DAILYMOTION),
        ("https://www.dailymotion.com/video/x8abcde_a-title", DAILYMOTION),
        ("https://dai.ly/x8abcde", DAILYMOTION),
        (
            "https://www.tiktok.com/@eel.watch/video/7300000000000000000",
            "https://www.tiktok.com/player/v1/7300000000000000000?autoplay=1",
        ),
        (
            "https://soundcloud.com/radio-aldera/siren",
            (
                "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2F"
                "radio-aldera%2Fsiren&auto_play=true"
            ),
        ),
        (
            "https://open.spotify.com/intl-es/episode/4rOoJ6Egrf8K2IrywzwOMk?si=x",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
    ],
)
def test_film_has_its_player(url: str, player: str) -> None:
    assert player_of(url) == player
    assert player.startswith(tuple(f"{host}/" for host in PLAYER_HOSTS))


@pytest.mark.parametrize(
    "url",
    [
        "https://vidora.example/w/linnet",
        "https://www.youtube.com/",
        "https://www.youtube.com/@towpathanglers",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=linnet-0214%22onload",
        "https://www.youtube.com/embed/../../evil",
        "https://youtube.com.evil.example/watch?v=linnet-0214",
        "https://vimeo.com/about",
        "https://vimeo.com/1/../../x",
        "https://www.dailymotion.com/towpath",
        "https://www.tiktok.com/@eelwatch",
        "https://soundcloud.com/radio-aldera",
        "https://open.spotify.com/user/ada",
        "https://x.com/harbourboard/status/19",
        "javascript://www.youtube.com/watch?v=linnet-0214",
        "https://[",
        "",
    ],
)
def test_other_address_has_no_player(url: str) -> None:
    assert player_of(url) is None
