"""oEmbed: what other sites say of their films and posts, read as if they meant us harm."""
