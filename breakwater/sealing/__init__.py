"""Sealing what people write, in the age v1 format, so that nothing the web process holds opens it.

Anyone may import ``seal`` and ``fingerprint``. ``opener`` may be imported by the gate alone; an
import contract keeps it so. The browser's half is ``browser/sealing.mjs``, bundled into
``site/static/sealing.js`` by ``tools/build-sealing``; both halves share padding and fingerprint.
"""
