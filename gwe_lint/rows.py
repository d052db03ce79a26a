"""The rows of rule packs, by the id of the rule or the key of the option, and where each one stands."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from gwe_lint.tomlfile import Spot, read_toml


def rows_of(packs: Iterable[tuple[Path, str]]) -> Mapping[str, Spot]:
    """Every rule and every option of packs that were loaded before, each pack under the name that messages show."""
    rows: dict[str, Spot] = {}
    for path, shown in packs:
        file = read_toml(path, shown)
        for number, rule in enumerate(file.data.get("rule", ())):
            rows[rule["id"]] = Spot(file, ("rule", number))
        for number, option in enumerate(file.data.get("option", ())):
            rows[f"{option['app']}:{option['section']}/{option['option']}"] = Spot(file, ("option", number))
    return rows
