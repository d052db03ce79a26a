"""The routes of chats as a Mermaid flowchart: from Web Engagement over clusters to Chat Servers and queues."""

import re
from collections.abc import Iterator, Sequence

from gwe_lint.explore.route import Hop, Route, Trace
from gwe_lint.text import escaped

_SHAPES = {
    "client": '(["{}"])',
    "cluster": '{{{{"{}"}}}}',
    "server": '["{}"]',
    "endpoint": '[/"{}"/]',
    "queue": '[("{}")]',
    "strategy": '[["{}"]]',
    "end": '(("{}"))',
}
# Letters, digits and blanks are never markup, and neither is - or _ inside of a word. All else may be, in one version
# of Mermaid or another: a list (1. or -), emphasis (_), a link (www.), an icon (fa:), or a style (style: and a #).
_MARKUP = re.compile(r"(?<![^\W_])[-_]|[-_](?![^\W_])|[^\w ,'-]")
_CLASSES = (
    "classDef lost fill:#fdd,stroke:#c00,stroke-width:2px,color:#000",
    "classDef unknown fill:#fff,stroke:#a80,stroke-dasharray:4 3,color:#000",
    "classDef estate fill:none,stroke:#888",
)
_LOST_EDGE = "stroke:#c00,stroke-width:2px"


def traces_as_mermaid(traces: Sequence[Trace]) -> str:
    """A flowchart with a part for each estate. What loses a chat is red, what is not known has a broken line."""
    return "\n".join(["flowchart LR", *(f"  {line}" for line in _chart(traces))]) + "\n"


def _chart(traces: Sequence[Trace]) -> Iterator[str]:
    lost: list[int] = []  # numbers of edges, which Mermaid counts over the whole chart
    edges = 0
    for number, estate in enumerate(dict.fromkeys(trace.estate for trace in traces)):
        drawing = _Drawing(f"e{number}")
        for trace in traces:
            if trace.estate == estate:
                drawing.add(trace)
        yield f'subgraph e{number}["{label(estate)}"]'
        yield "  direction LR"
        yield from (f"  {line}" for line in drawing.lines)
        yield "end"
        yield f"class e{number} estate"
        lost += [edges + position for position in drawing.lost]
        edges += drawing.count
    yield from _CLASSES
    if lost:
        yield f"linkStyle {','.join(map(str, lost))} {_LOST_EDGE}"


def label(text: str) -> str:
    """Text that Mermaid shows as it is: nothing in it is markup, a link, or the end of the label."""
    return _MARKUP.sub(lambda match: f"#{ord(match[0])};", escaped(text))


class _Drawing:
    """The nodes and edges of one estate; each is drawn once, also where several routes share it."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.lines: list[str] = []
        self.nodes: dict[tuple[str, str], str] = {}
        self.drawn: set[str] = set()  # lines that are there already
        self.count = 0  # edges
        self.lost: list[int] = []  # the numbers of those on which a chat is lost

    def add(self, trace: Trace) -> None:
        """Draw all routes of the chats of one client."""
        name, key = trace.client.name, trace.named
        client = self.node("client", f"{name} {key}", (name, key), trace.key.status)
        for route in trace.routes:
            self.route(client, route)

    def node(self, kind: str, name: str, lines: tuple[str, ...], status: str = "ok") -> str:
        """The id of the node of this kind and name, drawn with these lines of text when it is new."""
        known = self.nodes.get((kind, name))
        if known:
            if status == "lost":
                self.mark(known, status)
            return known
        node = self.nodes[kind, name] = f"{self.prefix}n{len(self.nodes)}"
        shown = "\n".join(map(label, lines))  # and no <br>, with which Mermaid takes the escapes of a label as markup
        self.lines.append(f"{node}{_SHAPES[kind].format(shown)}")
        if status != "ok":
            self.mark(node, status.replace("not-exported", "unknown"))
        return node

    def mark(self, node: str, status: str) -> None:
        """Mark the node as lost or unknown."""
        self._once(f"class {node} {status}")

    def edge(self, start: str, end: str, hop: Hop | None = None) -> None:
        """Draw an arrow, crossed out and with the reason where the chat is lost on it."""
        status = hop.status if hop else "ok"
        text = f'|"{label(hop.message)}"|' if hop and status in ("lost", "skipped") else ""
        arrow = {"ok": "-->", "lost": "--x", "unknown": "-.->", "not-exported": "-.->", "skipped": "-.-x"}[status]
        if self._once(f"{start} {arrow}{text} {end}"):
            self.lost += [self.count] if status == "lost" else []
            self.count += 1

    def _once(self, line: str) -> bool:
        """Add the line unless it is there already; True when it was added."""
        if line in self.drawn:
            return False
        self.drawn.add(line)
        self.lines.append(line)
        return True

    def route(self, client: str, route: Route) -> None:
        """Draw one route up to its last hop."""
        at = client
        if route.cluster:
            cluster = self.node("cluster", route.cluster, (route.cluster,))
            self.edge(at, cluster)
            at = cluster
        connection = next((hop for hop in route.hops if hop.step == "connection"), None)
        if not route.server:
            status = connection.status if connection else "lost"
            self.edge(at, self.node("end", f"{client} nowhere", ("no Chat Server",), status), connection)
            return
        lost = connection is not None and connection.status == "lost"
        server = self.node("server", route.server, (route.server,), "lost" if lost else "ok")
        self.edge(at, server, connection)
        at = server
        for hop in route.hops:
            if hop.step != "connection":
                at = self.hop(at, route, hop)

    def hop(self, at: str, route: Route, hop: Hop) -> str:
        """Draw the node that a hop leads to and the arrow there; the id of the node."""
        name = hop.name or hop.step
        owner = f"{route.server} " if hop.step == "endpoint" else f"{at} " if not hop.name else ""
        text = name if hop.name else "?"
        node = self.node(hop.step, f"{owner}{name}", (text,), hop.status)
        self.edge(at, node, hop)
        return node
