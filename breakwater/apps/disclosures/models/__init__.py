"""What is stored about decisions and releases.

Those without ``managed`` are guarded tables (``domain/disclosures/guards.py``): rows are added,
never changed and never deleted, and the database itself refuses a release that the rule does not
allow. No table has a place for a name, except what a release needs, which is sealed.
"""

from breakwater.apps.disclosures.models.account import (
    Account,
    AnsweredOnce,
    ApiToken,
    IncomingRequest,
)
from breakwater.apps.disclosures.models.decision import (
    Decision,
    DecisionQuerySet,
    Link,
)
from breakwater.apps.disclosures.models.packs import PackInForce
from breakwater.apps.disclosures.models.request import (
    Authorisation,
    Ending,
    Handover,
    NamedField,
    Receiver,
    Release,
    Request,
    SealedField,
)

__all__ = [
    "Account",
    "AnsweredOnce",
    "ApiToken",
    "Authorisation",
    "Decision",
    "DecisionQuerySet",
    "Ending",
    "Handover",
    "IncomingRequest",
    "Link",
    "NamedField",
    "PackInForce",
    "Receiver",
    "Release",
    "Request",
    "SealedField",
]
