"""Who may do what at the desk: four groups, the permissions that their names mean, one workflow.

| group | writes | publishes | others’ articles | plain pages, front page | tags | sections, authors, redirects, printing, comments, issues | paper, accounts, newsletters, subscribers |
|---|---|---|---|---|---|---|---|
| Administrator | yes | yes | yes | yes | yes | yes | yes |
| Editor | yes | yes | yes | yes | yes | yes | no |
| Author | own | own | no | no | yes | no | no |
| Contributor | own | no: submits | no | no | no | no | no |

To withdraw, restrict, move or delete a front page counts as the paper.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from rotativa.articles.models import FrontPage
from rotativa.newsroom.models import Given

ADMINISTRATOR, EDITOR, AUTHOR, CONTRIBUTOR = "Administrator", "Editor", "Author", "Contributor"

# To translate is to write: Wagtail asks for this besides the permission to edit what is translated.
WRITES = ["wagtailadmin.access_admin", "simple_translation.submit_translation"]
SOURCES = ["evidence.add_source", "evidence.view_source", "evidence.view_capture"]
EVIDENCE = [
    *SOURCES,
    "evidence.change_source",
    "evidence.delete_source",
    "evidence.change_capture",
    *(f"articles.{verb}_claim" for verb in ("add", "change", "view")),
    *(f"articles.{verb}_inquiry" for verb in ("change", "view")),
    "articles.view_correction",
]
TAGS = ["articles.add_tag", "articles.change_tag", "articles.view_tag"]
DESK = [
    *(f"articles.{verb}_{noun}" for verb in ("add", "change", "delete", "view")
      for noun in ("section", "author", "tag")),
    *(f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete", "view")),
    "press.view_printing",
    "press.change_printing",
    "comments.moderate_comment",
    "newsletters.view_issue",
    "newsletters.change_issue",
]  # fmt: skip
HOUSE = [
    "pages.write_html",
    *(f"newsletters.{verb}_subscriber" for verb in ("change", "delete", "view")),
    *(f"newsletters.{verb}_suppression" for verb in ("add", "delete", "view")),
    *(f"newsletters.{verb}_newsletter" for verb in ("add", "change", "view")),
    "comments.change_commentrules",
    *(f"comments.{verb}_othermode" for verb in ("add", "change", "delete", "view")),
    *(f"pages.{verb}_paper" for verb in ("add", "change", "delete", "view")),
    *(f"people.{verb}_user" for verb in ("add", "change", "delete", "view")),
    *(f"auth.{verb}_group" for verb in ("add", "change", "delete", "view")),
    *(f"wagtailcore.{verb}_{noun}" for verb in ("add", "change", "delete", "view")
      for noun in ("locale", "site", "workflow", "task")),
]  # fmt: skip

PERMISSIONS = {
    ADMINISTRATOR: [*WRITES, *EVIDENCE, *DESK, *HOUSE],
    EDITOR: [*WRITES, *EVIDENCE, *DESK],
    AUTHOR: [*WRITES, *SOURCES, *TAGS],
    CONTRIBUTOR: [*WRITES, *SOURCES],
}
ON_PAGES = {
    ADMINISTRATOR: ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
    EDITOR: ["add", "change", "publish", "lock", "unlock"],
    AUTHOR: ["add", "publish"],
    CONTRIBUTOR: ["add"],
}
ON_MEDIA = {
    ADMINISTRATOR: ["add", "change", "choose"],
    EDITOR: ["add", "change", "choose"],
    AUTHOR: ["add", "choose"],
    CONTRIBUTOR: ["add", "choose"],
}
COLLECTIONS = [f"wagtailcore.{verb}_collection" for verb in ("add", "change", "delete")]
ON_COLLECTIONS = {ADMINISTRATOR: COLLECTIONS, EDITOR: [], AUTHOR: [], CONTRIBUTOR: []}
OF_WAGTAIL = ["Editors", "Moderators"]


def set_up_groups() -> list[Group]:
    """Make what is missing of the four groups, and what they work on; takes nothing away.

    Permissions on pages are given at the front pages, few nodes high in the tree, which keeps the
    desk quick.
    """
    groups = [Group.objects.get_or_create(name=name)[0] for name in PERMISSIONS]
    give_what_is_new()
    for group in groups:
        give_on_pages(FrontPage.objects.all(), group=group)
        give_on_media(group, [*on_media(ON_MEDIA[group.name]), *ON_COLLECTIONS[group.name]])
    set_up_workflow([group for group in groups if group.name in {ADMINISTRATOR, EDITOR}])
    Group.objects.filter(name__in=OF_WAGTAIL, user=None).delete()
    return groups


def give_what_is_new() -> None:
    """What the groups' names have come to mean since they were made; nothing that was taken away."""
    groups = Group.objects.filter(name__in=PERMISSIONS)
    known = set(Given.objects.filter(group__in=groups).values_list("group", "permission"))
    for group in groups:
        new = [name for name in PERMISSIONS[group.name] if (group.pk, name) not in known]
        if new:
            group.permissions.add(*permissions_named(new))
            Given.objects.bulk_create(
                [Given(group=group, permission=name) for name in new], ignore_conflicts=True
            )


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """Raises `Permission.DoesNotExist` for a name that means nothing."""
    return [
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, _, codename in (name.partition(".") for name in names)
    ]


def give_on_new_fronts() -> None:
    """On front pages that nobody may do anything with yet: those of languages added later."""
    fronts = list(FrontPage.objects.filter(group_permissions=None))
    if fronts:
        for group in Group.objects.filter(name__in=ON_PAGES):
            give_on_pages(fronts, group=group)


def give_on_pages(fronts: Iterable[FrontPage], *, group: Group) -> None:
    permissions = permissions_named(f"wagtailcore.{verb}_page" for verb in ON_PAGES[group.name])
    for front in fronts:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=Page(pk=front.pk), permission=permission
            )


def on_media(verbs: Iterable[str]) -> list[str]:
    models = ("wagtailimages.{}_image", "wagtaildocs.{}_document")
    return [model.format(verb) for verb in verbs for model in models]


def give_on_media(group: Group, names: Iterable[str]) -> None:
    """On all collections, the rules for collections themselves included."""
    root = Collection.get_first_root_node()
    for permission in permissions_named(names):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def set_up_workflow(approvers: Iterable[Group]) -> None:
    """What a contributor submits waits for an editor; the button says "Submit to Editors"."""
    task, _ = GroupApprovalTask.objects.get_or_create(name="Approval by an editor")
    task.groups.add(*approvers)
    workflow, is_new = Workflow.objects.get_or_create(name="Editors")
    if is_new:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        Workflow.objects.filter(name="Moderators approval").update(active=False)
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": workflow}
        )
