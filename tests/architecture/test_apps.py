"""What imports cannot show: tables point down the stack too."""

from django.apps import apps as django_apps

from tests.architecture.source import PACKAGE, apps, may_use, ranks


def test_each_app_stands_in_the_stack():
    assert set(apps()) <= set(ranks())
    assert len(apps()) > 5


def test_tables_point_down():
    relations = [
        (model._meta.label, field.name, app_of_model(model), app_of_model(field.related_model))
        for model in django_apps.get_models()
        if is_ours(model)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and is_ours(field.related_model)
    ]

    assert relations
    assert [each for each in relations if not may_use(each[2], each[3])] == []


def is_ours(model: type | None) -> bool:
    return model is not None and model.__module__.startswith(f"{PACKAGE.name}.")


def app_of_model(model: type | None) -> str:
    assert model is not None
    return model.__module__.split(".")[1]
