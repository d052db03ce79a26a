"""One section of an export, read alone, is the section of the whole file: names, values and places."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwe_lint.baseline.unread import unread_profiled
from gwe_lint.baseline.writer import Entry, application_text
from gwe_lint.estate.model import Application
from gwe_lint.exports.deferred import DeferredSections, KnownExport
from gwe_lint.exports.formats import FORMATS, section_alone
from gwe_lint.exports.readers.cfg import read_cfg
from gwe_lint.exports.records import Export, Section
from gwe_lint.exports.redactor import Redactor
from tests.conftest import cfg_export

NAMES = st.text(st.sampled_from('ab:.-é [];#="\\'), min_size=1, max_size=6)
LINES = st.lists(
    st.one_of(
        st.just(""),
        st.builds("{}={}".format, NAMES, st.text(st.sampled_from("xy=[]; \t\"\\'é\u2028"), max_size=8)),
        st.builds("[{}]".format, NAMES),
        st.sampled_from(["; a comment", " [a]", "[a] ", "[a", "a]", "# [b]"]),
    ),
    max_size=14,
)


def alone(data: bytes, name: str) -> Section | None:
    """The section as it is read alone. None where that is not possible. Raises ``KeyError`` where it is not there."""
    cut = section_alone("cfg", data, name)
    return None if cut is None else cfg_export(cut).sections[name]


@settings(max_examples=600, deadline=None)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n", "\r"]), last=st.sampled_from(["", "\n", "\r\n"]))
def test_a_section_of_a_file_without_mistakes_is_the_same_alone(lines: list[str], end: str, last: str) -> None:
    data = (end.join(lines) + last).encode()
    document = read_cfg(data, "x.cfg", Redactor())
    (export,) = document.exports
    if document.problems or export.problems:  # such a file is never passed over
        return
    for name in (*export.sections, "absent", "a", "b"):
        try:
            found = alone(data, name)
        except KeyError:
            assert name not in export.sections
            continue
        if found is not None:
            assert found == export.sections[name]
            assert list(found.options.values()) == list(export.sections[name].options.values())


def test_a_section_is_read_alone_where_it_stands() -> None:
    text = "[a]\nx=1\n; [b]\n\n[endpoints:1]\nwebme=Q\ndefault=Chat In\n[c]\ny=2\n"
    for data in (text.encode(), text.replace("\n", "\r\n").encode()):
        section = alone(data, "endpoints:1")
        assert section
        assert (section.header.line, [each.line for each in section.options.values()]) == (5, [6, 7])
        assert section == cfg_export(data).sections["endpoints:1"]


@pytest.mark.parametrize("text", ["[a]\nx=1\n[a]\ny=2\n", "[ a ]\nx=1\n", "x=a\n[b]\ny=1\n", "[a]\r\nx=1\n"], ids=repr)
def test_what_a_look_at_headers_does_not_tell_is_read_whole(text: str) -> None:
    assert section_alone("cfg", text.encode(), "a") is None


def test_a_section_that_is_nowhere_is_absent_and_other_formats_are_read_whole() -> None:
    with pytest.raises(KeyError):
        section_alone("cfg", b"[a]\nx=1\n", "b")
    assert [] == [name for name in FORMATS if name != "cfg" and section_alone(name, b"[a]\nx=1\n", "a") is not None]


def exports() -> list[Export]:
    cases = Path(__file__).parents[1] / "cases"
    paths = sorted((*cases.rglob("*.cfg"), *cases.rglob("*.conf")))
    return [cfg_export(path.read_bytes(), path=path.name) for path in paths]


def test_a_section_of_a_baseline_file_is_the_same_alone() -> None:
    """Of every export that the cases of rules have, written as a file of a baseline."""
    tried = 0
    for export in exports():
        options = {
            (name, each.name): each._replace(line=1)
            for name, part in export.sections.items()
            for each in part.options.values()
        }
        application = Application("Some", "chat-server", "", certain=True, export=export)
        text = application_text(Entry(application, options))
        known = KnownExport("sha256:", "cfg", "lf", "chat-server", "", export.size, 0, 0, 0, "")
        first, second = (unread_profiled("f.toml", "b/f.toml", text.encode(), "", known, Redactor()) for _ in range(2))
        if not first or not second:
            continue
        whole, apart = first.application.sections, second.application.sections
        names = sorted({name for name, _ in options})
        assert names == sorted(whole)
        for name in names:
            assert apart[name] == whole[name]
            tried += 1
        assert list(whole) == names
        assert apart.get("nowhere") is None
        assert isinstance(apart, DeferredSections)
        assert (unread := apart.names)
        keys = {(name, each) for name, part in whole.items() for each in part.options}
        assert keys == set(unread)
        assert all(unread.hold(*key) for key in keys)
        assert not unread.hold("nowhere", "x")
    assert tried > 100
