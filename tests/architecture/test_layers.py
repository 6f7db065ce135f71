"""Foreign keys point the same way as imports; those named in strings no import checker sees."""

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

# Highest first, as in ARCHITECTURE.md; each app may point only at apps that stand after it.
LAYERS = [
    "receiving",
    "reports",
    "referrals",
    "disclosures",
    "protection",
    "briefings",
    "outreach",
    "register",
    "cases",
    "directory",
    "organisations",
    "audit_log",
]
# The public record never reaches into people's cases, nor they into it.
CASES = ("cases", "disclosures", "protection", "referrals", "reports", "receiving")
APART = {pair for case in CASES for pair in ((case, "register"), ("register", case))}


def _app_of(related: object) -> str:
    assert isinstance(related, type)
    assert issubclass(related, Model)
    return related._meta.app_label


def test_foreign_keys_point_down_the_layers() -> None:
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in LAYERS:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField | OneToOneField):
                continue
            here, there = model._meta.app_label, _app_of(field.related_model)
            if there not in LAYERS or here == there:
                continue
            if LAYERS.index(there) < LAYERS.index(here) or (here, there) in APART:
                wrong.append(f"{model._meta.label}.{field.name} -> {there}")
    assert wrong == []


def test_the_audit_log_points_at_nobody() -> None:
    foreign_keys = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("audit_log").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and _app_of(field.related_model) != "audit_log"
    ]
    assert foreign_keys == []
