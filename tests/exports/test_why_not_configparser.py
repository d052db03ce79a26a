"""Why the CFG reader is our own: what the standard configparser does to such files (docs/decisions.md)."""

import configparser
from pathlib import Path

import pytest

from tests.conftest import cfg_export

TRAPS = Path(__file__).parents[1] / "data" / "samples" / "stress_cfg_all_traps.cfg"


def test_the_default_configparser_refuses_the_file() -> None:
    with pytest.raises(configparser.Error):
        configparser.ConfigParser().read_string(TRAPS.read_bytes().decode("utf-8-sig"))


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        pytest.param("[s]\na:b=1:webme\n", {"a": "b=1:webme"}, id="a colon splits the name"),
        pytest.param("[s]\nqueueKey=1\n", {"queuekey": "1"}, id="names lose their case"),
        pytest.param("[s]\na=1\n b=2\n", {"a": "1\nb=2"}, id="an indented line is glued to the one above"),
        pytest.param("[s]\n#a=1\n", {}, id="a disabled option is dropped"),
        pytest.param("[DEFAULT]\nleak=1\n[s]\n", {"leak": "1"}, id="the section DEFAULT leaks"),
    ],
)
def test_configparser_damages_what_it_accepts(text: str, damaged: dict[str, str]) -> None:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    assert damaged == dict(parser["s"])


def test_even_its_most_careful_set_up_loses_records_that_our_reader_keeps() -> None:
    parser = configparser.RawConfigParser(
        delimiters=("=",),
        comment_prefixes=(),
        strict=False,
        interpolation=None,
        default_section="\0",
        allow_no_value=True,
        empty_lines_in_values=False,
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(TRAPS.read_bytes().decode("utf-8-sig"))
    assert parser["service:wes"]["plain"] == "second occurrence"  # the first one is gone
    assert parser["service:wes"]["trail"] == "two spaces"  # its blanks are gone
    export = cfg_export(TRAPS.read_bytes())
    assert ["value", "second occurrence"] == [
        record[2] for record in export.records if record[1] == "plain" and record[0] == "service:wes"
    ]
    assert export.sections["service:wes"].options["trail"].value == "two spaces  "
