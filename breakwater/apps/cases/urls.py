"""The addresses of the workspace; what apps above show in a case is handed in."""

from django.urls import URLPattern, path

from breakwater.apps.cases.sections import BeforeTaking, SectionsFor
from breakwater.apps.cases.views import aside, case, figures, inbox, keeping, papers, working

app_name = "cases"


def addresses(sections_for: SectionsFor, before_taking: BeforeTaking) -> list[URLPattern]:
    """All of them, below ``cases/``."""
    one, taking = "<uuid:pk>/", {"before_taking": before_taking}
    return [
        path("", inbox.cases, name="inbox"),
        path("figures/", figures.figures, name="figures"),
        path("holds/", keeping.holds, name="holds"),
        path("holds/<int:pk>/lift/", keeping.lift_hold, name="lift-hold"),
        path("on-call/", keeping.on_call, name="on-call"),
        path("on-call/<int:pk>/call-off/", keeping.call_off, name="call-off"),
        path("kept-away/<int:pk>/end/", working.let_near, name="let-near"),
        path("put-aside/", aside.many, {"way": aside.AWAY}, name="put-aside"),
        path("bring-back/", aside.many, {"way": aside.BACK}, name="bring-back"),
        path("search/", papers.search, name="search"),
        path("retention/", keeping.retention_rule, name="retention"),
        path(one, case.case, {"sections_for": sections_for}, name="case"),
        path(f"{one}open/", case.open_pieces, name="open"),
        path(f"{one}files/<uuid:piece>/", case.open_file, name="file"),
        path(f"{one}keep-named-away/", working.keep_named_away, name="keep-named-away"),
        path(f"{one}write/", case.write, name="write"),
        path(f"{one}opened-by/", case.opened_by, name="opened-by"),
        path(f"{one}plans/<str:name>/", papers.plan, name="plan"),
        path(f"{one}marac/", papers.marac, name="marac"),
        path(f"{one}copy/", papers.copy, name="copy"),
        path(f"{one}disclosed/", papers.disclosed, name="disclosed"),
        path(f"{one}take/", working.take, taking, name="take"),
        path(f"{one}assign/", working.assign, taking, name="assign"),
        path(f"{one}danger/", working.danger, name="danger"),
        path(f"{one}keep-away/", working.keep_away, name="keep-away"),
        path(f"{one}close/", working.close, name="close"),
        path(f"{one}reopen/", working.reopen, name="reopen"),
        path(f"{one}reviewed/", working.reviewed, name="reviewed"),
    ]
