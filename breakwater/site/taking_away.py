"""Everything that belongs to an organisation, as one ZIP file that is written while it is sent.

An organisation may have a hundred thousand sealed pieces; no more than one is in memory.
"""

import json
import zipfile
from collections.abc import Iterator
from itertools import chain

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.briefings import export as briefings_export
from breakwater.apps.cases import export as cases_export
from breakwater.apps.directory import export as directory_export
from breakwater.apps.disclosures import export as disclosures_export
from breakwater.apps.organisations import access, key_export
from breakwater.apps.organisations import export as organisations_export
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.outreach import export as outreach_export
from breakwater.apps.protection import export as protection_export
from breakwater.apps.receiving import export as receiving_export
from breakwater.apps.referrals import export as referrals_export

# Modules with ``belongings(organisation)``: named lists of plain rows.
EXPORTS = (
    organisations_export,
    key_export,
    disclosures_export,
    directory_export,
    cases_export,
    referrals_export,
    protection_export,
    receiving_export,
    outreach_export,
    briefings_export,
)
# Modules with ``files(member)``: names and bytes.
FILES = (cases_export,)


@require_http_methods(["GET", "POST"])
@confirmed_lately
def take_data_away(request: StaffRequest) -> HttpResponseBase:
    """Everything that belongs to the member's organisation: JSON lists, and sealed files."""
    access.require(request.member, Action.TAKE_DATA_AWAY)
    organisation = request.member.organisation
    if request.method == "GET":
        return render(request, "organisations/take_data_away.html", {"organisation": organisation})
    with transaction.atomic():
        record_access(
            act=Act.DISCLOSURE,
            by=str(request.user.pk),
            record_kind="organisation",
            record_id=organisation.slug,
            because="taken-away",
            organisation=organisation.slug,
            recipient=organisation.slug,
        )
    name = f"{organisation.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        _package(request.member),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Outlet:
    """Where the ZIP file is written to: what was written since it was last emptied."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Keep a part until it is taken."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Everything is taken with ``emptied``."""

    def emptied(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def _package(member: Membership) -> Iterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload]
        for name, content in chain(_lists(member), _files(member)):
            # What is sealed does not get smaller.
            how = zipfile.ZIP_STORED if name.endswith(".age") else zipfile.ZIP_DEFLATED
            package.writestr(name, content, compress_type=how)
            yield outlet.emptied()
    yield outlet.emptied()


def _lists(member: Membership) -> Iterator[tuple[str, bytes]]:
    for name, rows in chain.from_iterable(one.belongings(member.organisation) for one in EXPORTS):
        text = json.dumps(rows, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        yield f"{name}.json", text.encode()


def _files(member: Membership) -> Iterator[tuple[str, bytes]]:
    return chain.from_iterable(one.files(member) for one in FILES)
