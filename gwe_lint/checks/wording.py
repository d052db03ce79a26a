"""Words that several checks share."""


def short(option: str) -> str:
    """The telling end of an option's name: ``queueKey`` of ``wes.connector.chatServer.queueKey``."""
    return option.rpartition(".")[2] if option.startswith(("wes.", "wmsg.", "pacing.")) else option
