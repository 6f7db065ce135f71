"""One case: its pieces, which only the browser opens, and what is written in it."""

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.audit_log.access import Act, accesses, record_access
from breakwater.apps.cases import access, changes
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.forms import PieceForm, sealed_body
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.cases.opening_page import for_the_browser, keys_part
from breakwater.apps.cases.sections import SectionsFor
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.cases.plans import plans

# Whoever comes back to one of these by its address after signing in is shown the case instead.
_sent_by_script = require_http_methods(["GET", "POST"])
_ON_A_PAGE = 100


@require_GET
@csp_update({"img-src": ["blob:"], "media-src": ["blob:"]})  # type: ignore[arg-type]
def case(request: StaffRequest, pk: UUID, sections_for: SectionsFor) -> HttpResponse:
    """What is known of the case without opening it, and what a browser needs to open it."""
    found = access.case(request.member, pk)
    context = {
        "case": found,
        "is_late": found.is_late_at(timezone.now()),
        "pieces": found.pieces.defer("sealed").select_related("added_by"),
        "holds": found.holds.filter(lifted_at__isnull=True),
        "data": for_the_browser(found),
        "plans": plans(),
        "sections": list(sections_for(request.member, found)),
    }
    return render(request, "cases/case.html", context | keys_part(request.member))


@_sent_by_script
def open_pieces(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand over the sealed pieces, files aside, once it is noted who asked for them and why.

    Only the page of the case shows them all, and says so: it names the last one that it has a place
    for. Searching, filling in a plan and making a document leave news what they are.
    """
    found = access.case(request.member, pk)
    if request.method == "GET":
        return redirect("cases:case", pk)
    _note(request, found, Act.CONSULTATION)
    changes.have_read(case=found, until=request.POST.get("shown", ""))
    pieces = found.pieces.exclude(sort=Piece.Sort.FILE).select_related("added_by")
    return JsonResponse({"pieces": [_sealed(one) for one in pieces]})


@_sent_by_script
def open_file(request: StaffRequest, pk: UUID, piece: UUID) -> HttpResponse:
    """Hand over one sealed file, once that is noted."""
    found = access.piece(request.member, pk, piece)
    if request.method == "GET":
        return redirect("cases:case", pk)
    _note(request, found.case, Act.CONSULTATION)
    return HttpResponse(bytes(found.sealed), content_type="application/octet-stream")


@_sent_by_script
def write(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep what the browser sealed; it comes back as a piece of the case."""
    found = access.case(request.member, pk)
    if request.method == "GET":
        return redirect("cases:case", pk)
    form, now = PieceForm(request.GET), timezone.now()
    if form.is_valid() and form.tries(
        lambda: _keep(request, found, form.piece(sealed_body(request)), now)
    ):
        messages.success(request, "Saved, and sealed.")
        return JsonResponse({"next": page("cases:case", pk)})
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"says": " ".join(sentences)}, status=400)


@require_GET
def opened_by(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who opened this case, wrote in it or made a document of it, and when."""
    found = access.case(request.member, pk)
    lines = accesses(organisation=request.member.organisation.slug, record=str(pk))
    pages = Paginator(lines, _ON_A_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.filter(membership__organisation=request.member.organisation)
    names = {str(one.pk): one.name for one in people}
    context = {
        "case": found,
        "lines": [(line, names.get(line.by, line.by)) for line in pages],
        "pages": pages,
    }
    return render(request, "cases/opened_by.html", context)


def _keep(request: StaffRequest, found: Case, piece: SealedPiece, now: datetime) -> None:
    with transaction.atomic():
        changes.add_piece(case=found, piece=piece, kind=None, by=request.user, at=now)
        _note(request, found, Act.ALTERATION)


def _note(request: StaffRequest, found: Case, act: Act) -> None:
    now = timezone.now()
    with transaction.atomic():
        record_access(
            act=act,
            by=str(request.user.pk),
            record_kind="case",
            record_id=str(found.pk),
            because=access.because(request.member, found, now),
            organisation=request.member.organisation.slug,
            at=now,
        )


def _sealed(piece: Piece) -> dict[str, object]:
    added_by = piece.added_by
    return {
        "id": str(piece.pk),
        "sort": piece.sort,
        "says": piece.get_sort_display(),
        "at": date_format(timezone.localtime(piece.added_at), "j F Y, H:i"),
        "by": added_by.name if isinstance(added_by, Person) else "",
        "version": piece.key_version,
        "sealed": b64encode(bytes(piece.sealed)).decode(),
    }
