"""Referrals as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """One organisation offers a person's case to another, with consent."""

    name = "breakwater.apps.referrals"
    label = "referrals"
