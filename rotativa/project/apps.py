from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "rotativa.project"
    label = "project"
