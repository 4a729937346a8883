import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template
from jinja2 import TemplateNotFound

from govuk.components import render

FIXTURES = Path(settings.BASE_DIR) / "node_modules/govuk-frontend/dist/govuk/components"
# Of the 6.6 fixtures, those the macros (made for 6.3) render otherwise: new options we do not use.
KNOWN_DIFFERENCES = {
    "button": 1,
    "character-count": 10,
    "date-input": 36,
    "panel": 9,
    "service-navigation": 2,
}
COMPONENTS = [
    "back-link", "breadcrumbs", "button", "character-count", "checkboxes", "date-input", "details",
    "error-summary", "file-upload", "input", "inset-text", "pagination", "panel", "password-input", "radios",
    "select", "service-navigation", "summary-list", "tag", "task-list", "textarea", "warning-text",
]  # fmt: skip


def test_text_is_escaped_and_the_tag_renders_the_same():
    html = render("tag", text="<script>")
    assert "&lt;script&gt;" in html
    tag = Template('{% load govuk %}{% govuk "tag" text=text %}')
    assert tag.render(Context({"text": "<script>"})) == html


def test_an_unknown_component_is_refused():
    with pytest.raises(TemplateNotFound):
        render("no-such-thing")


def summary(person: int) -> str:
    rows = [{"key": {"text": f"Key {n}"}, "value": {"text": f"person-{person}"}} for n in range(20)]
    return render("summary-list", rows=rows)


def test_values_never_cross_threads():
    before = sys.getswitchinterval()
    # Threads change places thousands of times a second, so that a shared value would be seen.
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(summary, range(400)))
    finally:
        sys.setswitchinterval(before)
    for person, page in enumerate(pages):
        values = {value.get_text(strip=True) for value in BeautifulSoup(page, "html.parser").find_all("dd")}
        assert values == {f"person-{person}"}


def shape(html: str) -> list:
    """The HTML as tags, attributes and words, so that spaces between them do not count."""
    found = []
    for node in BeautifulSoup(html, "html.parser").descendants:
        attributes = {
            k: " ".join(v) if isinstance(v, list) else v for k, v in getattr(node, "attrs", {}).items()
        }
        found.append((node.name, attributes) if node.name else " ".join(node.split()))
    return [piece for piece in found if piece]


@pytest.mark.skipif(
    not FIXTURES.is_dir(), reason="the Design System's fixtures come with npm, which has not run"
)
@pytest.mark.parametrize("component", COMPONENTS)
def test_components_equal_the_design_systems_own(component):
    fixtures = json.loads((FIXTURES / component / "fixtures.json").read_text())["fixtures"]
    different = [
        fixture["name"]
        for fixture in fixtures
        if shape(render(component, **fixture["options"])) != shape(fixture["html"])
    ]
    assert len(different) == KNOWN_DIFFERENCES.get(component, 0), different
