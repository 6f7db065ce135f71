"""The standard's read API (Open Referral UK, HSDS 3.0): what anyone may read of the directory.

Every answer is written by ``domain/open_referral/outgoing.py``, field by field.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from breakwater.apps.directory import as_csv
from breakwater.apps.directory.filters import Refused, places, services
from breakwater.apps.directory.models import ListedOrganisation, Place, Service, Taxonomy, Term
from breakwater.domain.open_referral import outgoing
from breakwater.domain.open_referral.cleaning import Record

_PER_PAGE = 50
_MOST_PER_PAGE = 100
_READS = ("GET", "HEAD")
_Answer = Callable[..., HttpResponseBase]


def _open_data(view: _Answer) -> _Answer:
    """A view that anyone may read; what a question may not ask is told in a sentence."""

    def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method not in _READS:
            told = JsonResponse({"error": "This can only be read."}, status=405)
            told["Allow"] = ", ".join(_READS)
            return told
        try:
            return view(request, **named)
        except Refused as sentence:
            return JsonResponse({"error": str(sentence)}, status=400)
        except Http404:
            return JsonResponse({"error": "There is no such record."}, status=404)

    # The origin of a question that only reads does not matter; anything else is told so in JSON.
    made: _Answer = login_not_required(csrf_exempt(answered))
    return made


@_open_data
def about(request: HttpRequest) -> HttpResponseBase:
    """Which standard this is."""
    return JsonResponse(
        {
            "version": outgoing.VERSION,
            "profile": outgoing.PROFILE,
            "openapi_url": f"{outgoing.PROFILE}/en/latest/openapi30.json",
        }
    )


@_open_data
def service_list(request: HttpRequest) -> HttpResponseBase:
    """Services, by page and by what the standard lets one ask."""
    is_full = request.GET.get("full", "").lower() == "true"
    write = service_in_full if is_full else _service_listed
    return _page(request, services(request.GET), write)


@_open_data
def service(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One service with everything that hangs on it."""
    return JsonResponse(service_in_full(_found(_services().filter(pk=pk))))


@_open_data
def services_csv(request: HttpRequest) -> HttpResponseBase:
    """Every service as a row, for people with a spreadsheet."""
    rows = as_csv.lines(_services().order_by("name", "id").iterator(500))
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="services.csv"'
    return answer


@_open_data
def place_list(request: HttpRequest) -> HttpResponseBase:
    """Places at which services can be visited; a confidential one has none."""
    return _page(request, places(request.GET), _place_listed)


@_open_data
def place(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One of them, with its service."""
    found = _found(Place.objects.filter(pk=pk, service__is_public=True).select_related(*_OF_PLACE))
    document = document_of(found.service)
    return JsonResponse(
        outgoing.place_in_full(document, str(found.pk), _whole_organization(found.service))
    )


@_open_data
def taxonomy_list(request: HttpRequest) -> HttpResponseBase:
    """Taxonomies without their terms."""
    return _page(request, Taxonomy.objects.all(), _taxonomy)


@_open_data
def taxonomy(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One of them with its terms."""
    found = _found(Taxonomy.objects.filter(pk=pk).prefetch_related("terms"))
    terms = [_term(one) for one in found.terms.all()]
    return JsonResponse(_taxonomy(found) | {"taxonomy_terms": terms})


@_open_data
def term_list(request: HttpRequest) -> HttpResponseBase:
    """Every term."""
    return _page(request, Term.objects.all(), _term)


@_open_data
def term(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One of them."""
    return JsonResponse(_term(_found(Term.objects.filter(pk=pk))))


@_open_data
def organization_list(request: HttpRequest) -> HttpResponseBase:
    """Organisations that run a public service."""
    return _page(request, _organisations(), _organization)


@_open_data
def organization(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One of them with its services."""
    found = _found(_organisations().filter(pk=pk))
    theirs = Service.objects.public().filter(listed=found).select_related("published")
    listed = [outgoing.service_listed(document_of(one), None) for one in theirs]
    return JsonResponse(outgoing.organization_in_full(_content(found), listed))


@_open_data
def unknown(request: HttpRequest, _anything: str) -> HttpResponseBase:
    """An address of this API that there is not."""
    raise Http404


def service_in_full(one: Service) -> Record:
    """A public service as the standard's whole record."""
    return outgoing.service_in_full(document_of(one), _whole_organization(one))


def document_of(one: Service) -> dict[str, Any]:
    """What is published of a service, with the days of its last change and check."""
    assert one.published is not None
    document = {**one.published.content, "last_modified": one.changed_at.isoformat()}
    if one.checked_on:
        document["assured_date"] = one.checked_on.isoformat()
    return document


def organization_of(one: Service) -> Record | None:
    """Who runs it."""
    return _organization(one.listed) if one.listed else None


def _whole_organization(one: Service) -> Record | None:
    return outgoing.written("organization", _content(one.listed)) if one.listed else None


def _service_listed(one: Service) -> Record:
    return outgoing.service_listed(document_of(one), organization_of(one))


def _place_listed(one: Place) -> Record:
    return outgoing.place_listed(
        document_of(one.service), str(one.pk), organization_of(one.service)
    )


def _organization(one: ListedOrganisation) -> Record:
    return outgoing.organization_listed(_content(one))


def _content(one: ListedOrganisation) -> Mapping[str, Any]:
    return {**one.content, "id": str(one.pk), "name": one.name}


def _taxonomy(one: Taxonomy) -> Record:
    columns = ("name", "description", "uri", "version")
    said = {name: getattr(one, name) for name in columns if getattr(one, name)}
    return outgoing.written("taxonomy", {"id": str(one.pk), **said})


def _term(one: Term) -> Record:
    said = {
        "parent_id": str(one.parent_id) if one.parent_id else "",
        "taxonomy": one.taxonomy_name,
        "taxonomy_id": str(one.taxonomy_id) if one.taxonomy_id else "",
        "term_uri": one.term_uri,
        "term": one.code,
    }
    return outgoing.written(
        "taxonomy_term",
        {
            "id": str(one.pk),
            "name": one.name,
            "description": one.description,
            **{name: value for name, value in said.items() if value},
        },
    )


def _services() -> QuerySet[Service]:
    return Service.objects.public().select_related("published", "listed")


_OF_PLACE = ("service__published", "service__listed")


def _organisations() -> QuerySet[ListedOrganisation]:
    public = Service.objects.public().exclude(listed=None).values("listed")
    return ListedOrganisation.objects.filter(pk__in=public)


def _found(rows: QuerySet[Any]) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, rows: QuerySet[Any], write: Callable[[Any], Record]
) -> HttpResponseBase:
    number = _whole(request, "page", 1, 1_000_000)
    pages = Paginator(rows, _whole(request, "per_page", _PER_PAGE, _MOST_PER_PAGE))
    if number > pages.num_pages:
        raise Refused(f"There are {pages.num_pages} pages.")
    page = pages.page(number)
    contents: Iterable[Record] = [write(one) for one in page.object_list]
    return JsonResponse(
        {
            "total_items": pages.count,
            "total_pages": pages.num_pages,
            "page_number": number,
            "size": len(page.object_list),
            "first_page": not page.has_previous(),
            "last_page": not page.has_next(),
            "empty": pages.count == 0,
            "contents": contents,
        }
    )


def _whole(request: HttpRequest, name: str, default: int, most: int) -> int:
    written = request.GET.get(name, str(default))
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= most:
        raise Refused(f"{name} is a whole number from 1 to {most}.")
    return int(written)
