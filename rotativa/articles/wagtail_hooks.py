"""What articles bring to the frame of every page."""

from wagtail import hooks

from rotativa.articles.menu import menu_links

hooks.register("register_menu_links", menu_links, order=100)
