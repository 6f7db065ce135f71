"""What the public reads of a force's word: addresses and titles that tell nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from breakwater.apps.outreach import access
from breakwater.kept_pages import same_for_everyone


@login_not_required
@require_safe
@same_for_everyone
def our_word(request: HttpRequest) -> HttpResponse:
    """Which forces have signed a statement."""
    return render(
        request, "outreach/public/our_word.html", {"forces": access.forces_with_a_statement()}
    )


@login_not_required
@require_safe
@same_for_everyone
def word_of(request: HttpRequest, slug: str) -> HttpResponse:
    """What one force does with information, who signed it and when, and what it said before."""
    newest, *earlier = access.published(slug)
    translation = access.translated(newest, get_language() or "")
    context = {
        "statement": newest,
        "translation": translation,
        "words": translation or newest,
        "earlier": earlier,
    }
    return render(request, "outreach/public/word_of.html", context)
