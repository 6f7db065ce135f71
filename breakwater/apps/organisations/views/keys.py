"""Keys that open what people write: made, wrapped and used in the member's own browser.

The pages hand over what is wrapped and sealed and take back the same; their scripts are in
``static/keys``. Each change answers the script in JSON: where to go next, or one sentence.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.organisations import access, key_health, key_page, recipients
from breakwater.apps.organisations.changes import key_tests
from breakwater.apps.organisations.changes import keys as change
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.key_forms import (
    CopiesForm,
    MemberKeyForm,
    MemoryForm,
    OrganisationKeyForm,
    PasskeyForm,
    TestForm,
    WrappedForm,
)
from breakwater.apps.organisations.models import MemberKey, OrganisationKey, PasskeyCopy
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words

_form_page = require_http_methods(["GET", "POST"])


def _with_own_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the member's own key; whoever has none yet is shown where to make it."""

    @wraps(view)
    def answer(request: StaffRequest, **address: object) -> HttpResponse:
        access.require(request.member, Action.HOLD_KEY)
        own = key_health.own_key(request.member)
        if own is None:
            messages.info(request, "Make your own key first.")
            return redirect("organisations:keys")
        return view(request, own=own, **address)

    return answer


@require_GET
@never_cache
def keys(request: StaffRequest) -> HttpResponse:
    """Who can open what people write, who showed it lately, and what is to do."""
    access.require(request.member, Action.SEE_KEYS)
    organisation, now = request.member.organisation, timezone.now()
    newest, trouble = key_health.newest(organisation), ""
    try:
        in_use = recipients.key_in_use(organisation, recipients.signed_recipients())
    except PlainError as sentence:
        in_use, trouble = None, str(sentence)
    holders = key_health.holders(organisation, newest, now)
    own = key_health.own_key(request.member)
    context = {
        "trouble": trouble,
        "in_use": in_use,
        "words": fingerprint_words(in_use.recipient) if in_use else "",
        "waiting": newest if newest and newest.waits else None,
        "readers": len(key_health.readers(in_use, now)) if in_use else 0,
        "tested": len(key_health.readers(newest, now)) if newest else 0,
        "needed": key_health.READERS_NEEDED,
        "misses_supervisor": bool(in_use and key_health.misses_supervisor(in_use, now)),
        "can_receive": key_health.can_receive(organisation, now),
        "holders": holders,
        "own": own,
        "passkeys": own.passkeys.all() if own else [],
        "own_holder": next((one for one in holders if one.membership == request.member), None),
        "may_hold": access.may(request.member, Action.HOLD_KEY),
    }
    return render(request, "organisations/keys/keys.html", context)


@_form_page
@never_cache
@confirmed_lately
def make(request: StaffRequest) -> HttpResponse:
    """Make one's own key, or another after a loss."""
    access.require(request.member, Action.HOLD_KEY)
    form = MemberKeyForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.make_member_key(
                membership=request.member, made=form.made(), by=request.user, at=timezone.now()
            ),
        )
    return _page(request, "make", key_page.own_part(request.member))


@_form_page
@never_cache
@confirmed_lately
@_with_own_key
def passphrase(request: StaffRequest, *, own: MemberKey) -> HttpResponse:
    """Wrap the same key with another passphrase."""
    form = WrappedForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.rewrap(
                key=own, wrapped=form.cleaned_data["wrapped"], by=request.user, at=timezone.now()
            ),
            "Your key opens with the new passphrase only.",
        )
    return _page(request, "passphrase", key_page.own_part(request.member))


@_form_page
@never_cache
@confirmed_lately
@_with_own_key
def passkey(request: StaffRequest, *, own: MemberKey) -> HttpResponse:
    """Let a passkey open the key, beside the passphrase."""
    form = PasskeyForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.add_passkey(
                key=own, by=request.user, at=timezone.now(), **form.cleaned_data
            ),
            "That passkey opens your key from now on.",
        )
    return _page(request, "passkey", key_page.own_part(request.member))


@require_POST
@confirmed_lately
@_with_own_key
def remove_passkey(request: StaffRequest, *, own: MemberKey, pk: int) -> HttpResponse:
    """Let it open nothing any more."""
    copy = PasskeyCopy.objects.filter(key=own, pk=pk).select_related("key").first()
    if copy is None:
        raise Http404
    change.remove_passkey(copy=copy, by=request.user)
    messages.success(request, "That passkey no longer opens your key.")
    return redirect("organisations:keys")


@_form_page
@never_cache
@confirmed_lately
@_with_own_key
def organisation(request: StaffRequest, *, own: MemberKey, anew: bool = False) -> HttpResponse:
    """Make the organisation's key, or change it; ``anew`` after every copy was lost."""
    form = OrganisationKeyForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.make_organisation_key(
                organisation=request.member.organisation,
                made=form.made(),
                by=request.user,
                at=timezone.now(),
                starts_anew=anew,
            ),
        )
    in_use = _in_use(request)
    holders = key_page.holders_part(in_use)
    data = key_page.own_part(request.member) | {"holders": holders, "anew": anew}
    leaves = [
        one.membership.person
        for one in key_health.holders(request.member.organisation, in_use, timezone.now())
        if one.should_no_longer
    ]
    return _page(request, "organisation", data, in_use=in_use, anew=anew, leaves=leaves)


@_form_page
@never_cache
@confirmed_lately
@_with_own_key
def share(request: StaffRequest, *, own: MemberKey, pk: int) -> HttpResponse:
    """Let a colleague's key open what one's own opens."""
    colleague = access.colleague(request.member, pk)
    theirs = MemberKey.objects.filter(membership=colleague, retired_at__isnull=True).first()
    if theirs is None or theirs == own or not access.may(colleague, Action.HOLD_KEY):
        raise Http404
    form = CopiesForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.share_key(
                member_key=theirs,
                copies=form.cleaned_data["copies"],
                by=request.user,
                at=timezone.now(),
            ),
            "Your colleague can be told: the key is theirs to test now.",
        )
    data = key_page.own_part(request.member) | {"colleague": key_page.colleague_part(theirs)}
    return _page(request, "share", data, colleague=colleague)


@_form_page
@never_cache
@_with_own_key
def test(request: StaffRequest, *, own: MemberKey) -> HttpResponse:
    """Open a test message, and see in words whose keys these are."""
    form = TestForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: key_tests.record_test(
                member_key=own, by=request.user, at=timezone.now(), **form.cleaned_data
            ),
            "The test message was opened. It counts for 30 days.",
        )
    data, newest = key_page.own_part(request.member), key_health.newest(request.member.organisation)
    if newest and newest.version in key_page.versions_of(data["copies"]):
        message = key_tests.test_message(member_key=own, key=newest)
        data["test"] = message.for_the_page() | {"version": newest.version}
    return _page(request, "test", data, has_copy="test" in data)


@require_POST
@_with_own_key
def remember(request: StaffRequest, *, own: MemberKey) -> HttpResponse:
    """Keep what one's key remembers."""
    form = MemoryForm(sent(request))
    return _saved(
        request, form, lambda: change.remember(key=own, memory=form.cleaned_data["memory"])
    )


@_form_page
@never_cache
@confirmed_lately
@_with_own_key
def recover(request: StaffRequest, *, own: MemberKey) -> HttpResponse:
    """Come back into the organisation's key with the printed recovery key."""
    form = CopiesForm(sent(request))
    if request.method == "POST":
        return _saved(
            request,
            form,
            lambda: change.recover_key(
                member_key=own,
                copies=form.cleaned_data["copies"],
                by=request.user,
                at=timezone.now(),
            ),
            "Your key opens the organisation’s mail again.",
        )
    data = key_page.own_part(request.member)
    return _page(request, "recover", data | {"papers": key_page.papers_part(request.member)})


@require_GET
def lost(request: StaffRequest) -> HttpResponse:
    """What is lost with a key, what is not, and what to do."""
    access.require(request.member, Action.HOLD_KEY)
    newest = key_health.newest(request.member.organisation)
    others = [
        one
        for one in key_health.holders(request.member.organisation, newest, timezone.now())
        if one.opens and one.membership != request.member
    ]
    return render(request, "organisations/keys/lost.html", {"others": others, "newest": newest})


@require_POST
def bring_into_use(request: StaffRequest) -> HttpResponse:
    """Ask the gate again to sign for a key that two members have tested."""
    access.require(request.member, Action.HOLD_KEY)
    key = key_health.newest(request.member.organisation)
    if key is None:
        messages.error(request, "There is no key that waits.")
        return redirect("organisations:keys")
    try:
        key_tests.bring_into_use(key=key, by=request.user, at=timezone.now())
        messages.success(request, "The new key is in use.")
    except PlainError as sentence:
        messages.error(request, f"{sentence}.".capitalize())
    return redirect("organisations:keys")


@require_GET
@never_cache
def signed_list(request: StaffRequest) -> JsonResponse:
    """What a browser compares at sign-in with what it remembers."""
    access.require(request.member, Action.HOLD_KEY)
    return JsonResponse(key_page.public_part(request.member))


def _in_use(request: StaffRequest) -> OrganisationKey | None:
    """Trouble is for the browser to find and show: it knows better than the database."""
    try:
        return recipients.key_in_use(request.member.organisation, recipients.signed_recipients())
    except PlainError:
        return None


def _page(request: StaffRequest, name: str, data: key_page.Data, **context: object) -> HttpResponse:
    template = f"organisations/keys/{name}.html"
    return render(request, template, {"data": data, "script": f"keys/{name}.js", **context})


def _saved(
    request: StaffRequest, form: StaffForm, save: Callable[[], object], says: str = ""
) -> JsonResponse:
    if form.is_valid() and form.tries(save):
        if says:
            messages.success(request, says)
        return JsonResponse({"next": page("organisations:keys")})
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"says": " ".join(sentences)}, status=400)
