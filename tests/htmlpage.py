"""A page of HTML, read as strictly as a test needs it."""

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta"}  # elements without an end that reports use


class Element(NamedTuple):
    """A start tag, and the text directly inside of the element."""

    tag: str
    attributes: dict[str, str]
    texts: list[str]


class Page(HTMLParser):
    """All elements in order; every element that needs an end has it, in the right place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, [])
        assert len(element.attributes) == len(attrs), f"an attribute is there twice: {attrs}"
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and tag != "wbr":
            assert self.open.pop().tag == tag, f"</{tag}> ends nothing"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def text(self) -> str:
        """All that is on the page, style and script left out."""
        (body,) = (element for element in self.elements if element.tag == "body")
        scripts = ("".join(element.texts) for element in self.elements if element.tag == "script")
        text = "".join(body.texts)
        for script in scripts:
            text = text.replace(script, "")
        return text

    def texts_of(self, tag: str, **attributes: str) -> list[str]:
        """The texts of the elements with this tag and these attributes."""
        return [
            "".join(element.texts)
            for element in self.elements
            if element.tag == tag and attributes.items() <= element.attributes.items()
        ]


def page_of(text: str) -> Page:
    """The page; an error where elements are not closed as they were opened."""
    page = Page()
    page.feed(text.replace("<wbr>", ""))
    page.close()
    assert not page.open
    return page
