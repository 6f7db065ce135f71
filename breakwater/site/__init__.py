"""Joins the apps: settings, addresses, base templates and the command line."""
