"""The keys of the ``[[expect]]`` tables of ``gwe-lint.toml``, each declared once."""

from gwe_lint.estate.expectation import EVERY
from gwe_lint.toml.keys import Key, Keys

EXPECT = Keys(
    "[[expect]]",
    (
        Key("estate", "text", "the name of the estate that it is about; required where several are configured"),
        Key("from", "text", "the name of the application that names the endpoint", required=True),
        Key(
            "tenant",
            "integer",
            "the DBID of the tenant of the endpoint",
            required=True,
            at_least=1,
            wanted="the DBID of a tenant, 1 or more",
        ),
        Key("endpoint", "text", "the endpoint that the application names", required=True),
        Key(
            "queue",
            "text",
            "the Interaction Queue that the endpoint leads to; that it exists is a matter of GWE207",
            pattern=r".*\S.*",
            wanted="the name of an Interaction Queue",
        ),
        Key(
            "strategy",
            "text",
            "the routing strategy that takes the chats, for which the exports or `[[estate.strategy]]` have to tell "
            "what takes chats from the queue",
            pattern=r".*\S.*",
            wanted="the name of a routing strategy",
        ),
        Key(
            "on",
            "text or texts",
            "the Chat Servers, as names or patterns: `ChatServer_EU_*`; without it `every Chat Server` over which the "
            "chats may go",
            default=(EVERY,),
            at_least=1,
        ),
    ),
)
