"""Every address of the public site.

Pages carry their language at the front of their path (English none), so that no cookie has to.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from breakwater.site import verifier_download
from breakwater.site.figures_page import figures
from breakwater.site.find_support import find_support
from breakwater.site.printed_pages import printed
from breakwater.site.sharing_page import sharing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("breakwater.site.safe_pages.addresses")),
    path("log/verifier.py", verifier_download.verifier, name="log-verifier"),
    path("log/verifier.py.sha256", verifier_download.checksum, name="log-verifier-checksum"),
    path("", include("breakwater.apps.audit_log.file_urls")),
    path("", include("breakwater.apps.register.data_urls")),
    path("open-referral/", include("breakwater.apps.directory.open_referral_urls")),
    *i18n_patterns(
        path("", include("breakwater.site.safe_pages.page_addresses")),
        path("sharing/", sharing, name="sharing"),
        path("figures/", figures, name="figures"),
        path("print/card/", printed, {"what": "card"}, name="print-card"),
        path("print/poster/", printed, {"what": "poster"}, name="print-poster"),
        path("print/leaflet/", printed, {"what": "leaflet"}, name="print-leaflet"),
        path("", include("breakwater.apps.outreach.public_urls")),
        path("services/", find_support, name="find-support"),
        path("", include("breakwater.apps.audit_log.urls")),
        path("", include("breakwater.apps.reports.urls")),
        path("", include("breakwater.apps.register.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "breakwater.site.safe_pages.error_pages.bad_request"
handler403 = "breakwater.site.safe_pages.error_pages.forbidden"
handler404 = "breakwater.site.safe_pages.error_pages.not_found"
handler500 = "breakwater.site.safe_pages.error_pages.server_error"
