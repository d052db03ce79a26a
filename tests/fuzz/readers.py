"""One target a form of export: from bytes to applications, all that a file alone goes through."""

from collections.abc import Callable, Iterator
from pathlib import Path

from gwe_lint.exports.detect import NotAnExport
from gwe_lint.exports.formats import FORMATS, format_of, reader_of
from gwe_lint.exports.records import Document
from gwe_lint.exports.redactor import Redactor
from gwe_lint.loading.merge_exports import applications_of
from gwe_lint.rules.selection import load_packs
from tests.builders import WRITERS, App, backend, chat, cluster, interaction_server, script
from tests.fuzz.mutation import Material
from tests.fuzz.verdict import Broken

_SAMPLES = Path(__file__).parents[1] / "data" / "samples"
_LINKED: tuple[App, ...] = (
    backend(102, 104),
    chat(102, 105, sections={"endpoints:1": {"webme": "Q é"}, "settings": {"password": "hidden", "x": '1;y="2"'}}),
    cluster(104, 102, version="8.5.1"),
    interaction_server(105),
)

# How inputs of a form are called and read, which samples they begin with, and which of the writers makes more of them.
_FORMS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "cfg": ("x.cfg", "cfg", ("ga_backend.cfg", "ga_chat_server.conf", "stress_cfg_all_traps.cfg"), ("cfg",)),
    "gax-cfg": ("CfgApplication_annex_131.cfg", "cfg", ("gax_CfgApplication_annex_131.cfg",), ("cfg",)),
    "csv": ("x.csv", "csv", ("gax_options_INFERRED.csv",), ("csv",)),
    "confdata": ("x.xml", "xml", ("confdata_applications.xml",), ("confdata", "bare")),
    "cfgdata": (
        "x.xml",
        "xml",
        ("cfgdata_create_server.xml", "cfgdata_nons_application.xml", "cfgdata_update_delta.xml"),
        ("cfgdata", "cfgdata without namespace"),
    ),
    "log": ("x.log", "log", (), ("log",)),
    "gax-json": ("x.json", "json", ("gax_rest_Application.json", "genesystools_Application.json"), ("gax", "dump")),
    "mutagen-json": ("x.json", "json", ("mutagen_json.json",), ("mutagen",)),
    "mutagen-raw": ("x.json", "json", ("mutagen_raw.json",), ("raw",)),
    "database-csv": ("x.csv", "csv", ("cfgdb_export.sql",), ("database",)),
    "database-json": ("x.json", "json", (), ("rows as JSON",)),
}

_XML_PIECES = """
<ConfData> </ConfData> <CfgData> </CfgData> <CfgCreate> </CfgUpdate> <CfgRemove> <CfgApplication> </CfgApplication>
<CfgServer> <CfgServerUpdate> <CfgScript> <CfgTenant> <options> </options> <userProperties> <list_pair </list_pair>
<str_pair <int_pair key=" value=" name= DBID= DBIDref= <appServerDBIDs> <CfgConnectionInfo <!DOCTYPE &amp; &#10; &x;
xmlns= encoding="utf-16" <?xml version= <deleted <changed action="delete"
"""
_JSON_PIECES = """
"type" "CfgApplication" "CfgScript" "CfgTenant" "name" "dbid" "DBID" "version" "options" "property" "section" "key"
"value" "userproperties" "appservers" "__metadata__" "formatName" "RAW" "applications" "list_pair" "str_pair"
"int_pair" "bin_pair" "object_dbid" "opt" "val" "part" "app_dbid" "app_server_dbid" "tenants" "portInfos" "state"
"serverInfo" null [] {} -1 1e400 true
"""
_CSV_PIECES = """
Action,Section,Option,Value UPDATE DELETE object_dbid,object_type,section,opt,part,val dbid,name,type,version
app_dbid,app_server_dbid "" 131,9,
"""
_PIECES = {
    "xml": _XML_PIECES,
    "log": _XML_PIECES,
    "json": _JSON_PIECES,
    "cfg": "[endpoints:1] [service:wes] [settings] s/ default= password= # ; // queueKey=1:webme log/",
    "csv": _CSV_PIECES,
}


def read_input(data: bytes, name: str, format: str) -> None:
    """Detect, read and merge the input as a file of this name, and as one of this format. Raises ``Broken``."""
    detected = _format_of(data, name)
    for each in {detected, format} - {None}:
        assert each is not None
        try:
            document = reader_of(each)(data, name, Redactor(_CATALOGUE))
        except NotAnExport:
            continue
        if not isinstance(document, Document):
            raise Broken(f"a {type(document).__name__} in place of a document")
        look_alike = FORMATS[each].look_alike
        if look_alike:
            look_alike(document)
        applications_of([document])


def _format_of(data: bytes, name: str) -> str | None:
    try:
        return format_of(data, name)
    except NotAnExport:
        return None


def _run(name: str, format: str) -> Callable[[bytes], None]:
    return lambda data: read_input(data, name, format)


def _seeds(samples: tuple[str, ...], writers: tuple[str, ...]) -> Iterator[bytes]:
    yield from ((_SAMPLES / name).read_bytes() for name in samples)
    for name in writers:
        yield from (text if isinstance(text, bytes) else text.encode() for text in WRITERS[name](_LINKED).values())
    if "confdata" in writers:
        yield f"<ConfData>\n{script('Q', 23, 7)}{script('V', 24, 8, '<list_pair key=s/>')}</ConfData>".encode()


_CATALOGUE = load_packs().catalogue
READERS: dict[str, tuple[Material, Callable[[bytes], None]]] = {
    form: (
        Material(tuple(_seeds(samples, writers)), tuple(_PIECES[format].encode().split())),
        _run(name, format),
    )
    for form, (name, format, samples, writers) in _FORMS.items()
}
