"""Sealing: what is sealed opens only with the key, on the server and in the browser alike."""
