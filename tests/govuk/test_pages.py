"""The base page, its components and the pages shown when something fails."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

from govuk import styles
from tests.govuk.cast import EveryField, soup

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ATTACK = "<script>alert(1)</script>"
FAILURES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
HELP = [
    "help/index.html",
    "help/glossary.html",
    "help/accessibility.html",
    "help/cookies.html",
    "help/privacy.html",
]


@pytest.fixture(autouse=True)
def _look_for_files_anew():
    styles.address.cache_clear()
    yield
    styles.address.cache_clear()


def draw(name: str, **context) -> str:
    return render_to_string(name, context, request=RequestFactory().get("/"))


def test_the_title_says_that_there_is_an_error_only_when_there_is():
    assert "Error" not in soup(draw("base.html", form=EveryField())).title.text
    assert soup(draw("base.html", form=EveryField({}))).title.text.startswith("Error: ")


def test_the_service_has_the_name_of_the_settings(settings):
    settings.SERVICE_NAME = "Findings & forces"
    page = soup(draw("base.html"))
    assert page.title.text.endswith("– Findings & forces")
    assert "Findings & forces" in page.header.text


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so(settings, demo):
    settings.DEMO = demo
    assert ("Demonstration" in draw("base.html")) is demo


def test_navigation_marks_where_you_are_and_may_be_absent():
    items = [{"text": "Home", "href": "/"}, {"text": "Findings", "href": "/findings/", "active": True}]
    here = soup(draw("base.html", navigation=items)).header.nav.find_all("a", attrs={"aria-current": True})
    assert [link.get_text(strip=True) for link in here] == ["Findings"]
    assert soup(draw("base.html")).header.nav is None


def test_the_first_link_leads_past_the_header():
    page = soup(draw("base.html"))
    assert page.a["href"] == "#main-content"
    assert page.find(id="main-content").name == "main"


def test_messages_share_one_banner():
    messages = [Message(constants.SUCCESS, ATTACK), Message(constants.SUCCESS, "Evidence attached")]
    banners = soup(draw("base.html", messages=messages)).find_all(class_="govuk-notification-banner")
    assert len(banners) == 1
    assert banners[0]["role"] == "alert"
    assert "Evidence attached" in banners[0].text
    assert not banners[0].script


@pytest.mark.parametrize("name", FAILURES)
def test_failure_pages_need_no_request(name):
    page = soup(render_to_string(name))
    assert page.h1.text == page.title.text.split(" – ")[0]
    assert page.main.p


@pytest.mark.parametrize("name", [*FAILURES, *HELP])
def test_pages_have_one_heading_and_headings_in_order(name):
    levels = [int(heading.name[1]) for heading in soup(draw(name)).main.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_help_names_whom_to_write_to(settings):
    settings.SERVICE_CONTACT = "help@tracker.example"
    assert soup(draw("help/index.html")).find("a", href="mailto:help@tracker.example")
    settings.SERVICE_CONTACT = ""
    assert "the team that runs this service" in draw("help/index.html")


ABBREVIATIONS = ["DASH", "MARAC", "MASH", "DVPO", "IOM", "MAPPA", "RSO", "THRIVE", "SPR", "APSTRA"]


@pytest.mark.parametrize("word", ABBREVIATIONS)
def test_the_glossary_explains_the_abbreviations_of_reports(word):
    assert soup(draw("help/glossary.html")).find("dt", string=word)


COMPONENTS = {
    "components/status_tag.html": {"label": ATTACK, "colour": "green", "says": ATTACK},
    "components/quote.html": {"quote": ATTACK, "place": ATTACK, "href": "/"},
    "components/licence.html": {"title": ATTACK, "published": ATTACK},
    "components/empty.html": {"heading": ATTACK, "text": ATTACK, "href": "/", "link_text": ATTACK},
    "components/figures.html": {"label": ATTACK, "items": [{"number": 3, "text": ATTACK, "href": "/"}]},
    "components/identity_bar.html": {"reference": ATTACK, "force": ATTACK, "statuses": [{"label": ATTACK}]},
    "components/timeline.html": {
        "items": [
            {
                "title": ATTACK,
                "by": ATTACK,
                "at": date(2018, 3, 22),
                "text": ATTACK,
                "quote": ATTACK,
                "place": ATTACK,
                "links": [{"href": "/", "text": ATTACK, "hidden": ATTACK}],
            }
        ]
    },
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_components_escape_what_they_are_given(name):
    html = draw(name, **COMPONENTS[name])
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_timeline_gives_a_day_no_time():
    html = soup(draw("components/timeline.html", items=[{"title": "Published", "at": date(2018, 3, 22)}]))
    assert html.time.text == "22 March 2018"
    assert html.time["datetime"] == "2018-03-22"


def test_no_template_holds_inline_script_style_or_trusted_text():
    # A script of the type JSON is data: no browser runs it, whatever the policy says.
    forbidden = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|\|\s*safe\b|autoescape off"
        r"|<script(?![^>]*\s(?:src=|type=\"application/json\"))"
    )
    # The page in an evidence pack is a file of its own, read without us and our stylesheets.
    pages = set(TEMPLATES.rglob("*.html")) - {TEMPLATES / "packs" / "evidence_file.html"}
    for template in [*pages, *Path(settings.BASE_DIR, "govuk").rglob("*.html")]:
        assert not forbidden.search(template.read_text()), template


def test_without_the_design_system_the_plain_look_stands_in(monkeypatch):
    def there(path):
        return None if path.startswith("vendor/") else path

    monkeypatch.setattr(styles.finders, "find", there)
    monkeypatch.setattr(styles.staticfiles_storage, "exists", lambda path: False)
    sheets = [link["href"] for link in soup(draw("base.html")).find_all("link", rel="stylesheet")]
    assert [re.sub(r".*css/", "", sheet) for sheet in sheets] == ["fallback.css", "app.css"]
    assert not soup(draw("base.html")).find(id="design-system")


def test_with_the_design_system_the_plain_look_stays_away(monkeypatch):
    monkeypatch.setattr(styles.finders, "find", lambda path: path)
    page = soup(draw("base.html"))
    sheets = " ".join(link["href"] for link in page.find_all("link", rel="stylesheet"))
    assert "govuk-frontend" in sheets
    assert "moj-frontend" in sheets
    assert "fallback" not in sheets
    assert page.find(id="design-system")["href"].endswith(".js")


def test_a_storage_that_refuses_a_name_does_not_break_the_page(monkeypatch):
    def refuse(path):
        raise ValueError(path)

    monkeypatch.setattr(styles.staticfiles_storage, "url", refuse)
    assert soup(draw("500.html")).h1
