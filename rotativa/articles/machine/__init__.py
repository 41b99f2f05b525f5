"""From an article to what a machine is sent, and from what it answers back to an article."""
