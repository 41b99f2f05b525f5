"""What articles bring to the frame of every page, and to the press."""

from wagtail import hooks

from rotativa.articles.menu import menu_links
from rotativa.articles.printed import all_addresses

hooks.register("register_menu_links", menu_links, order=100)
hooks.register("register_printed_addresses", all_addresses)
