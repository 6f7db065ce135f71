"""The addresses of the pages about keys, below ``keys/``."""

from django.urls import path

from breakwater.apps.organisations.views import keys

urlpatterns = [
    path("", keys.keys, name="keys"),
    path("make/", keys.make, name="make-key"),
    path("passphrase/", keys.passphrase, name="change-passphrase"),
    path("passkey/", keys.passkey, name="add-key-passkey"),
    path("passkeys/<int:pk>/remove/", keys.remove_passkey, name="remove-key-passkey"),
    path("organisation/", keys.organisation, name="organisation-key"),
    path("organisation/anew/", keys.organisation, {"anew": True}, name="organisation-key-anew"),
    path("share/<int:pk>/", keys.share, name="share-key"),
    path("test/", keys.test, name="test-key"),
    path("remember/", keys.remember, name="remember-keys"),
    path("recover/", keys.recover, name="recover-key"),
    path("lost/", keys.lost, name="lost-key"),
    path("bring-into-use/", keys.bring_into_use, name="bring-key-into-use"),
    path("signed-list/", keys.signed_list, name="signed-list"),
]
