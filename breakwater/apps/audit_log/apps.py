"""The stored log as a Django app."""

from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    """Imports only the domain; has no foreign key to any other app."""

    name = "breakwater.apps.audit_log"
    label = "audit_log"
