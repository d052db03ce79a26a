"""Names in the log sections, which some servers read without regard to case and hyphens."""

# Servers on the Platform SDK for Java; that the [log] of these is read by its application template is inferred.
_JAVA_SERVERS = frozenset(("gwe-backend", "gwe-frontend", "gwe-cluster", "gwe-server", "cobrowse-server", "gms"))


def ignores_case(app: str, section: str) -> bool:
    """True for the log sections of servers on the Platform SDK for Java: neither case nor hyphens of a name count.

    Source: the descriptions of log options in that kit, which name three spellings of each option.
    """
    return section in ("log", "log-extended") and app in _JAVA_SERVERS


def plain_name(name: str) -> str:
    """The name without what does not count where case is ignored."""
    return name.replace("-", "").replace("_", "").casefold()
