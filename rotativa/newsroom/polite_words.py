"""What others say in Spanish as to a friend, where the paper says "usted": our catalogue wins, so it is said anew there."""

from django.utils.translation import gettext_noop, ngettext_lazy

SENTENCES = (
    # Where editors meet them most.
    gettext_noop("Sorry, you do not have permission to access this area."),
    gettext_noop("You have <span>unsaved edits</span>"),
    gettext_noop("Your locked pages"),
    gettext_noop("Your most recent edits"),
    gettext_noop("Awaiting your review"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Are you sure you want to unpublish this page?"),
    gettext_noop("This page is locked, by you, to further editing"),
    gettext_noop("Enter a search term above"),
    gettext_noop("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Your account settings have been changed successfully!"),
    gettext_noop("Are you sure you want to delete this collection?"),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    gettext_noop("You cannot edit another user's comment."),
    gettext_noop("The page title as you'd like it to be seen by the public"),
    gettext_noop("Are you sure you want to move this page into '%(title)s'?"),
    gettext_noop("You can edit the page here:"),
    gettext_noop("You can preview the page here:"),
    gettext_noop("Would you still like to publish this page?"),
    gettext_noop("You cannot copy a page into itself when copying subpages"),
    # Pages.
    gettext_noop("Add/edit pages you own"),
    gettext_noop("Are you sure you want to convert this alias into an ordinary page?"),
    gettext_noop("Are you sure you want to delete these pages?"),
    gettext_noop("Are you sure you want to move these pages?"),
    gettext_noop(
        "Are you sure you want to move this page and all of its children into '%(title)s'?"
    ),
    gettext_noop("Are you sure you want to publish these pages?"),
    gettext_noop("Are you sure you want to unpublish these pages?"),
    gettext_noop("Choose another"),
    gettext_noop("Choose when this page should go live and/or expire"),
    gettext_noop("Choose which type of page you'd like to create."),
    gettext_noop("Choose who can view the live version of this page"),
    gettext_noop("Correct the validation errors to resume preview (saving will highlight errors)"),
    gettext_noop("Edit schedule"),
    gettext_noop("Set publishing schedule"),
    gettext_noop("Set schedule"),
    gettext_noop(
        "If you just want to add pages to an existing site, create them as children of the homepage instead."
    ),
    gettext_noop(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as children of the homepage."
    ),
    gettext_noop(
        "The root level is where you can add new sites to your Wagtail installation. Pages created here will not be accessible at any URL until they are associated with a site."
    ),
    gettext_noop("Would you still like to publish this %(model_name)s?"),
    gettext_noop("Yes, move this page"),
    gettext_noop(
        "You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> by %(user)s"
    ),
    gettext_noop(
        "You are viewing a previous version of this page from <b>%(created_at)s</b> by %(user)s"
    ),
    gettext_noop("You can edit the %(model_name)s here:"),
    gettext_noop('You do not have permission to copy to page "%(page_title)s"'),
    gettext_noop(
        "Receive notification when comments have been created, resolved, or deleted on a page that you have subscribed to receive comment notifications on"
    ),
    # Workflows.
    gettext_noop("Add tasks to your workflow"),
    gettext_noop("Are you sure you want to disable this task?"),
    gettext_noop("Are you sure you want to disable this workflow?"),
    gettext_noop("Assign your workflow to pages"),
    gettext_noop("Choose which type of task you'd like to create."),
    gettext_noop("Give your workflow a name"),
    gettext_noop(
        "This workflow is currently in progress on %(workflow_states_in_progress)s pages. Deleting this workflow will cancel moderation on these page. Are you sure you want to delete this workflow?"
    ),
    gettext_noop(
        'Workflows apply to child pages too. If you select a parent page here, its child pages will also use this workflow. See <a href="%(workflow_pages_url)s">the list of the pages</a> your workflow applies to.'
    ),
    gettext_noop("You cannot assign this workflow to the same page multiple times."),
    gettext_noop("You haven't created any tasks."),
    # The first page, signing in, one's account.
    gettext_noop("Check your email"),
    gettext_noop(
        'Don\'t worry, we\'ve got your back. Check out the <a class="w-whats-new__link" href="%(editor_guide_link)s" target="_blank" rel="noreferrer">Wagtail Editor Guide</a> to get the low down on what\'s changed and some exciting new features!'
    ),
    gettext_noop("Enter password"),
    gettext_noop("Enter the same password as above, for verification."),
    gettext_noop("Enter your email address to reset your password"),
    gettext_noop("Forgotten password?"),
    gettext_noop(
        'JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the <a href="https://www.enable-javascript.com/" target="_blank" rel="noreferrer">instructions how to enable JavaScript in your web browser</a>.'
    ),
    gettext_noop("Reset your password"),
    gettext_noop("Set your new password"),
    gettext_noop(
        "This is your dashboard on which helpful information about content you've created will be displayed."
    ),
    gettext_noop("Conflicting form data submitted. Please try again."),
    # Collections, redirects, embeds, sites and languages.
    gettext_noop("Add/edit documents you own"),
    gettext_noop("Add/edit images you own"),
    gettext_noop("Are you sure you want to delete this locale?"),
    gettext_noop("Are you sure you want to delete this redirect?"),
    gettext_noop("Choose a format"),
    gettext_noop("Enter a valid JSON."),
    gettext_noop(
        'No collections have been created. Why not <a href="%(add_collection_url)s">add one</a>?'
    ),
    gettext_noop(
        "Optionally specify a route on the target page to redirect to. Leave blank to redirect to the default page route."
    ),
    gettext_noop("Please add some alt text for your image or mark it as decorative"),
    gettext_noop("Please enter a valid URL"),
    gettext_noop("Select a new language"),
    gettext_noop(
        "<p>Select a file where redirects are separated into rows and contains the columns representing <code>from</code> and <code>to</code> (they can be named anything).</p> <p>After submitting you will be taken to a confirmation view where you can customize your redirects before import.</p>"
    ),
    gettext_noop(
        "Select hierarchical position. Note: a collection cannot become a child of itself or one of its descendants."
    ),
    gettext_noop(
        "Set this to something other than 80 if you need a specific port number to appear in URLs (e.g. development on port 8000). Does not affect request handling (so port forwarding still works)."
    ),
    gettext_noop(
        "The source image file could not be found. Please change the source or delete the image."
    ),
    gettext_noop(
        "There seems to be a problem with your embedly API key. Please check your settings."
    ),
    gettext_noop(
        "There seems to be an error with Embedly while trying to embed this URL. Please try again later."
    ),
    gettext_noop(
        "This locale's current language code is not supported. Please choose a new language or delete this locale."
    ),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of an existing image. You may delete it if it wasn't required."
    ),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of this existing image. You may delete it if it wasn't required."
    ),
    gettext_noop("You haven't uploaded any documents in this collection."),
    gettext_noop(
        'You haven\'t uploaded any documents in this collection. Why not <a href="%(wagtaildocs_add_document_url)s">upload one now</a>?'
    ),
    gettext_noop("You haven't uploaded any documents."),
    gettext_noop(
        'You haven\'t uploaded any documents. Why not <a href="%(wagtaildocs_add_document_url)s">upload one now</a>?'
    ),
    gettext_noop("You haven't uploaded any images in this collection."),
    gettext_noop(
        'You haven\'t uploaded any images in this collection. Why not <a href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop("You haven't uploaded any images."),
    gettext_noop(
        'You haven\'t uploaded any images. Why not <a href="%(wagtailimages_add_image_url)s">upload one now</a>?'
    ),
    gettext_noop("You cannot have multiple permission records for the same collection."),
    # People, snippets.
    gettext_noop("Are you sure you want to assign this role to these users?"),
    gettext_noop("Are you sure you want to change the active state for these users?"),
    gettext_noop("Are you sure you want to delete these users?"),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("Leave blank if not changing."),
    gettext_noop("You cannot change your own active status"),
    gettext_noop("You cannot have multiple permission records for the same page."),
    gettext_noop("You don't have permission to delete these %(snippet_plural_name)s"),
    gettext_noop("You don't have permission to delete this %(snippet_type_name)s"),
    gettext_noop(
        'You haven\'t created any %(snippet_type_name)s snippets. Why not <a href="%(wagtailsnippets_create_snippet_url)s" target="_blank" rel="noreferrer">create one now</a>?'
    ),
    # Refused forms, of Django's.
    gettext_noop(
        "You are seeing this message because this HTTPS site requires a “Referer header” to be sent by your web browser, but none was sent. This header is required for security reasons, to ensure that your browser is not being hijacked by third parties."
    ),
    gettext_noop(
        "You are seeing this message because this site requires a CSRF cookie when submitting forms. This cookie is required for security reasons, to ensure that your browser is not being hijacked by third parties."
    ),
    # Signing in, of allauth's.
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Enter a phone number including country code (e.g. +1 for the US)."),
    gettext_noop("Please select only one."),
    gettext_noop("Send me a sign-in code"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop(
        "You cannot generate recovery codes without having two-factor authentication enabled."
    ),
)
NUMBERS = (
    ngettext_lazy(
        "You don't have permission to delete this page",
        "You don't have permission to delete these pages",
    ),
    ngettext_lazy(
        "You don't have permission to move this page",
        "You don't have permission to move these pages",
    ),
    ngettext_lazy(
        "You don't have permission to publish this page",
        "You don't have permission to publish these pages",
    ),
    ngettext_lazy(
        "You don't have permission to unpublish this page",
        "You don't have permission to unpublish these pages",
    ),
    ngettext_lazy(
        "You don't have permission to delete this user",
        "You don't have permission to delete these users",
    ),
    ngettext_lazy(
        "You don't have permission to edit this user",
        "You don't have permission to edit these users",
    ),
    ngettext_lazy(
        "You don't have permission to add tags to this document",
        "You don't have permission to add tags to these documents",
    ),
    ngettext_lazy(
        "You don't have permission to add this document to a collection",
        "You don't have permission to add these documents to a collection",
    ),
    ngettext_lazy(
        "You don't have permission to delete this document",
        "You don't have permission to delete these documents",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following document to the selected collection?",
        "Are you sure you want to add the following documents to the selected collection?",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this document?",
        "Are you sure you want to delete these documents?",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following document?",
        "Are you sure you want to tag the following documents?",
    ),
    ngettext_lazy(
        "You don't have permission to add tags to this image",
        "You don't have permission to add tags to these images",
    ),
    ngettext_lazy(
        "You don't have permission to add this image to a collection",
        "You don't have permission to add these images to a collection",
    ),
    ngettext_lazy(
        "You don't have permission to delete this image",
        "You don't have permission to delete these images",
    ),
    ngettext_lazy(
        "Are you sure you want to add the following image to the selected collection?",
        "Are you sure you want to add the following images to the selected collection?",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?",
        "Are you sure you want to delete these images?",
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
    ),
    ngettext_lazy("Translate the parent page.", "Translate the parent pages."),
)
