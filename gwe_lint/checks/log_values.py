"""Values that only options of [log] have: where logs go, how much is written, how large a file becomes."""

import re

from gwe_lint.catalogue.fact import Fact
from gwe_lint.checks.values import what_is_wrong
from gwe_lint.exports.records import Option

_OUTPUTS = ("stdout", "stderr", "network", "memory")


def is_of_log(option: Option, fact: Fact) -> bool:
    """True for a value that hardly another option has than this one of [log]: ``stdout``, a level, ``100 MB``."""
    if fact.section != "log" or option.kind != "string":
        return False
    value = option.value.strip()
    if fact.type == "quantity":
        return re.search("[A-Za-z]", value) is not None and value not in fact.values and not what_is_wrong(value, fact)
    if fact.type == "enum":
        return value in fact.values
    items = [each.strip() for each in value.split(",")]
    return fact.type == "list" and all(each in _OUTPUTS or re.match(r"\S*[/\\]", each) for each in items)
