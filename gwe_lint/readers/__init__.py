"""One module a format: bytes of an export become an ``Export``. Secrets are gone before anything else sees it."""
