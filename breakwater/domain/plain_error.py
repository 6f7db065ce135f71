"""The one error a person is meant to read."""


class PlainError(Exception):
    """Something could not be done; ``str()`` is one plain sentence without a full stop.

    The command line prints it as ``breakwater: <sentence>`` and exits 2; a page shows it in its
    error summary. It never carries what a person wrote, a path of the server or a traceback.
    """
