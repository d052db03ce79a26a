"""Names of options where neither case nor hyphens count: both sides of a comparison get the documented name."""

from gwe_lint.catalogue.log_names import ignores_case
from gwe_lint.drift.subject import Subject
from gwe_lint.exports.records import Option


def with_documented_names(subject: Subject) -> Subject:
    """The application with documented names of options, where its servers know several spellings of a name.

    Of two spellings of one name, the first counts, as in the server.
    """
    application, catalogue = subject.application, subject.estate.catalogue
    export = application.export
    if not export:
        return subject
    renamed = {}
    for name, section in application.sections.items():
        if ignores_case(application.type, name):
            options: dict[str, Option] = {}
            for option in section.options.values():
                documented = catalogue.documented_name(application.type, name, option.name)
                options.setdefault(documented, option._replace(name=documented))
            renamed[name] = section._replace(options=options)
    if not renamed:
        return subject
    export = export._replace(sections={**export.sections, **renamed})
    return subject._replace(application=application._replace(export=export))
