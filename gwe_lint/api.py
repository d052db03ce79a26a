"""What plug-ins and checks of a site import, and nothing else of gwe-lint: all other modules may move.

A check takes an ``Estate`` and parameters, and yields an ``Outcome`` for each thing that it looks at.
"""

from gwe_lint.catalogue.fact import Catalogue, Fact
from gwe_lint.catalogue.releases import Releases
from gwe_lint.estate.conditions import Condition, Held, all_hold
from gwe_lint.estate.connected import Connected
from gwe_lint.estate.correction import Correction, Edit
from gwe_lint.estate.edits import moved, with_value, without
from gwe_lint.estate.effective import Effective, effective, effective_of, set_value, short
from gwe_lint.estate.estate import Estate
from gwe_lint.estate.locations import connection_of, file_of, header_of, name_of, script_at, value_of
from gwe_lint.estate.model import Application, Cluster, Hit, Note, NotEvaluated, Outcome, Pass, Place, Prose, Strategy
from gwe_lint.estate.queues import Queues, Taker, Takers
from gwe_lint.estate.reach import Reach, Way
from gwe_lint.estate.redundancy import Group, Redundancy
from gwe_lint.estate.selectors import AppType, Selector, fits
from gwe_lint.estate.topology import Topology
from gwe_lint.exports.records import Connection, Document, Export, Option, Port, Script, Section, Target
from gwe_lint.text import counted, listed, quoted

__all__ = [
    "AppType",
    "Application",
    "Catalogue",
    "Cluster",
    "Condition",
    "Connected",
    "Connection",
    "Correction",
    "Document",
    "Edit",
    "Effective",
    "Estate",
    "Export",
    "Fact",
    "Group",
    "Held",
    "Hit",
    "NotEvaluated",
    "Note",
    "Option",
    "Outcome",
    "Pass",
    "Place",
    "Port",
    "Prose",
    "Queues",
    "Reach",
    "Redundancy",
    "Releases",
    "Script",
    "Section",
    "Selector",
    "Strategy",
    "Taker",
    "Takers",
    "Target",
    "Topology",
    "Way",
    "all_hold",
    "connection_of",
    "counted",
    "effective",
    "effective_of",
    "file_of",
    "fits",
    "header_of",
    "listed",
    "moved",
    "name_of",
    "quoted",
    "script_at",
    "set_value",
    "short",
    "value_of",
    "with_value",
    "without",
]
