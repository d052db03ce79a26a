"""A first rule pack of a site: one rule that works, with its examples, and one fact."""

_PACK = """\
# Rules and facts of our own: gwe-lint check --pack FILE, or packs = ["FILE"] under [check] in gwe-lint.toml.
# After each change: gwe-lint rules test FILE runs the examples; with --mutate it tries whether they notice each change.
# What can be said here is in docs/writing-rules.md.

# A fact: an option that gwe-lint does not know, here one of an extension of our own, and what it may hold. GWE101 finds
# what is outside of it.
[[option]]
app = "chat-server"
section = "{section}"
option = "timeout"
type = "integer"
minimum = 1
maximum = 60
unit = "seconds"
good = ["1", "60"]  # examples: values that are right, and values that are not
bad = ["0", "61"]
summary = "How long our extension waits for an answer."
sources = ["https://wiki.example/chat/extension"]  # where our people can read it

# A judgement. Copy it for the next rule, count its id up, and choose a check.
[[rule]]
id = "{prefix}001"  # permanent: reports and tickets refer to it
name = "{name}"
severity = "warning"  # error, warning or note
check = "unwise"
summary = "Our extension waits for 30 seconds at most."  # what should be true
why = "What an operator or a customer sees when it is not: an agent talks to a visitor who has given up long ago."
fix = "Set the option on the Options tab of the Chat Server."
sources = ["https://wiki.example/chat/extension"]

[rule.with]  # what this check asks for
options = ["chat-server:{section}/timeout above 30"]
because = "few visitors wait longer than 30 seconds"
instead = "use 30 or less"

# An example with findings. Each one stands at a line of a file, counted from 1, and nothing else may be found.
[[rule.example]]
title = "just too long"
expect = ["ChatServer_01.conf:5"]
[rule.example.files]
"ChatServer_01.conf" = \"""
[endpoints:1]
default=Chat In

[{section}]
timeout=31
\"""

# And one without: the last value that is right, and what the rule leaves alone.
[[rule.example]]
title = "just short enough, and an option of the same name elsewhere"
[rule.example.files]
"ChatServer_01.conf" = \"""
[endpoints:1]
default=Chat In

[{section}]
timeout=30
reconnect=31

[another-extension]
timeout=31
\"""
"""


def site_pack(prefix: str, name: str) -> str:
    """The pack as TOML: its rule has the id ``<prefix>001`` and this name."""
    return _PACK.format(prefix=prefix, name=name, section=f"{prefix.lower()}-extension")
