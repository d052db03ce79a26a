"""A chat of a client: where it is to go, and what the Chat Servers do that may take it by assumption only."""

from gwe_lint.checks.spelling import is_placeholder
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.membership import Work
from gwe_lint.estate.model import Application
from gwe_lint.estate.reach import Reach
from gwe_lint.estate.selectors import name_set
from gwe_lint.explore.clients import ChatOptions
from gwe_lint.explore.coverage import unknown_queue


class Chat:
    """A chat of a client to one endpoint, given as tenant DBID and name."""

    def __init__(
        self, estate: Estate, client: Application, parts: tuple[str, str], reach: Reach, chat_options: ChatOptions
    ) -> None:
        self.queues = estate.queues
        self.client = client
        self.tenant, self.endpoint = parts
        self.section = f"endpoints:{self.tenant}"
        self.queue = name_set(chat_options.queues, client)  # the client's own queue option
        self.queue_unknown = unknown_queue(client, chat_options)  # why it is not known what that is set to
        self._membership = estate.membership
        answers = estate.membership.answers(reach.servers, self.section, self.endpoint)
        self._answers = answers if reach.assumed and answers.having else None

    def work(self, server: Application) -> Work:
        """What a server does that lacks the endpoint; the same as the others where the connection to it is known."""
        return self._membership.work(server, self._answers) if self._answers else "same"

    def is_of_another(self, queue: str) -> bool:
        """True where an assumed Chat Server leads to the queue of another client of the endpoint, not to its own.

        Where all of them lead to one queue there is none for this client, and its chats are lost.
        """
        if not self._answers:
            return False
        led_to = {value for name, value in self._answers.leading if name == self.endpoint and value.strip()}
        queues = {queue, self.queue.value} if self.queue else {queue}
        several = sum(not is_placeholder(value) for value in led_to) > 1
        return several and self._membership.is_apart(self.section, self.endpoint, queues)
