"""The estate of every benchmark: applications with the options of real life, always the same."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_WORDS = (
    *("agent", "answer", "backlog", "buffer", "channel", "chat", "delay", "endpoint", "expire", "history", "interval"),
    *("limit", "message", "monitor", "queue", "refresh", "restore", "retry", "round", "segment", "timeout", "trace"),
)
NEW = 0.25  # of the names are those of one application alone
KINDS = 5  # of servers; those of one kind share most names of options
_NAME = "wes.connector.chatServer."
_CLIENT = {
    "service:wes": {
        f"{_NAME}queueKey": "1:webme",
        f"{_NAME}queueWebengagement": "Webengagement_Chat",
        f"{_NAME}refreshPeriod": "2",
    }
}
_CHAT_SERVER = {
    "endpoints:1": {"default": "Chat In", "webme": "Webengagement_Chat"},
    "settings": {"session-restoration-mode": "simple", "transcript-auto-save": "1", "hide-attached-data": "true"},
}

Sections = dict[str, dict[str, str]]


def made_sections(number: int, sections: int, options: int, kinds: int) -> Sections:
    """The sections of an application, with as many options each: most names are those of its kind, the values its own.

    Nothing in them is wrong, and nothing looks like a secret.
    """
    kind, own = Random(number % kinds), Random(number)
    made = {}
    for section in range(sections):
        made[f"site-{kind.choice(_WORDS)}-{section:03}"] = {
            made_name(kind, own, option): made_value(own) for option in range(options)
        }
    return made


def made_name(kind: Random, own: Random, option: int) -> str:
    """The name of an option: that of its kind, or with a number that no other application has there."""
    name = "-".join(kind.choices(_WORDS, k=4))
    return f"{name}-{option:02}" if own.random() >= NEW else f"{name}-{option:02}-{own.randrange(1, 100_000)}"


def made_value(random: Random) -> str:
    """A value as options have them: switches, numbers, names, paths, addresses, sentences."""
    word, other, number = random.choice(_WORDS), random.choice(_WORDS), random.randrange(100_000)
    return random.choice(
        (
            *("", "true", "true", "false", "false", *(str(number % most) for most in (10, 10, 100, 1000, 100_000))),
            *(word, f"{word}, {other}", f"{word}_{other}_{number}", f"{word}.{other}.{number}", f"{word}-{number}"),
            *(f"/var/log/genesys/{word}/{other}_{number}.log", f"C:\\GCTI\\{word}\\{other}.log", f"{number}:{word}"),
            *(
                f"http://host-{number}:8080/{word}",
                f"{word}{number}.example.com:8080",
                f"{word}={number};{other}=session",
            ),
            *(f"The {word} of {other} {number} is shown to the agent", f"Grüße, {word} {number}"),
            *(f"{word}={number};{other}=session", f"[{word}]"),
        )
    )


def as_cfg(sections: Sections) -> str:
    """The option export of Genesys Administrator."""
    return "\n".join(_lines(sections))


def _lines(sections: Sections) -> Iterator[str]:
    for section, options in sections.items():
        yield f"[{section}]"
        yield from (f"{name}={value}" for name, value in options.items())
        yield ""


def make_estate(folder: Path, servers: int, options: int, first: int = 0) -> Path:
    """A correct estate of Chat Servers and one Backend, with this many options on each; always the same bytes."""
    folder.mkdir(parents=True)
    for number in range(1, servers):
        _write(folder / f"ChatServer_{number:02}.cfg", _CHAT_SERVER, options, first + number)
    _write(folder / "GWE_Backend.cfg", _CLIENT, options, first)
    return folder


def make_fleet(folder: Path, estates: int, options: int, servers: int = 8) -> Path:
    """Correct estates below one folder, and the configuration that declares them."""
    names = [f"site-{number:05}" for number in range(estates)]
    for number, name in enumerate(names):
        make_estate(folder / name, servers, options, number * servers)
    tables = "\n".join(f'[[estate]]\nname = "{name}"\npaths = ["{name}"]\n' for name in names)
    (folder / "gwe-lint.toml").write_text(tables, encoding="utf-8")
    return folder


def _write(path: Path, sections: Sections, options: int, number: int) -> None:
    """An export with these sections, filled up with sections of a customer's own."""
    missing = options - sum(map(len, sections.values()))
    own = made_sections(number, -(-missing // 25), 25, KINDS)
    last = own[list(own)[-1]]
    for name in list(last)[: -missing % 25]:
        del last[name]
    path.write_text(as_cfg({**sections, **own}), encoding="utf-8")
