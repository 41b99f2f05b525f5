"""Keys of names that were stored by an earlier rule."""

from django.apps import apps

from rotativa.people.migrations._names import compare_anew
from rotativa.people.models import User


def test_whoever_came_first_keeps_a_name_that_has_become_one_with_another(db: None) -> None:
    for number, name in enumerate(["Bo Paz", "Bo Paz\u3164", "Chi\ufe0f"]):
        reader = User.objects.create_user(f"{number}@readers.example")
        User.objects.filter(pk=reader.pk).update(shown_name=name, name_key=f"stored {number}")

    compare_anew(apps, None)

    keys = dict(User.objects.exclude(shown_name="").values_list("shown_name", "name_key"))
    assert keys == {"Bo Paz": "bopaz", "Bo Paz\u3164": None, "Chi\ufe0f": "chi"}
