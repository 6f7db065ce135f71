"""What is stored of the directory: services, every version of them, and what was brought in."""

from breakwater.apps.directory.models.batch import Batch
from breakwater.apps.directory.models.edition import Edition
from breakwater.apps.directory.models.handing import Handing
from breakwater.apps.directory.models.service import ListedOrganisation, Place, Service, Version
from breakwater.apps.directory.models.taxonomy import Taxonomy, Term

__all__ = [
    "Batch",
    "Edition",
    "Handing",
    "ListedOrganisation",
    "Place",
    "Service",
    "Taxonomy",
    "Term",
    "Version",
]
