"""Words that several checks share."""

ASSUMED = "; connections are unknown, so every Chat Server of the estate counts (connects-to can say otherwise)"


def short(option: str) -> str:
    """The telling end of an option's name: ``queueKey`` of ``wes.connector.chatServer.queueKey``."""
    return option.rpartition(".")[2] if option.startswith(("wes.", "wmsg.", "pacing.")) else option
