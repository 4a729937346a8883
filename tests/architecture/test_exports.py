"""Every page that lists something offers its list as a file, or says here why not."""

import re
from pathlib import Path

from config.env import BASE_DIR
from tracker.selectors.list_columns import LISTINGS

TEMPLATES = BASE_DIR / "templates"
OFFERED = re.compile(r'components/export\.html" with list="([a-z-]+)"')
WHY_NOT = {
    "bulk/choose.html": "a choice to make; the list of findings it starts from has its own",
    "evidence/reuse.html": "a choice to make; the list of evidence has its own",
    "exports/list.html": "one's own files themselves",
    "jobs/list.html": "what runs just now; it is another list a second later",
    "notifications/list.html": "one's own mails, each a link to what happened, which the history tells",
    "people/list.html": "addresses of people, who stay on the page where their roles are given and ended",
}


def list_pages() -> list[Path]:
    """Those whose template is called a list, and those that have pages."""
    paged = (path for path in TEMPLATES.rglob("*.html") if "{% pagination" in path.read_text())
    return sorted({*TEMPLATES.glob("*/list.html"), *paged})


def test_each_list_page_offers_its_list_as_a_file() -> None:
    silent = {
        str(path.relative_to(TEMPLATES)) for path in list_pages() if not OFFERED.search(path.read_text())
    }
    assert silent == set(WHY_NOT)


def test_each_list_is_offered_on_a_page_and_each_offer_is_a_list() -> None:
    offered = {name for path in TEMPLATES.rglob("*.html") for name in OFFERED.findall(path.read_text())}
    assert offered == set(LISTINGS)


def test_no_list_has_two_columns_of_one_name() -> None:
    assert not [name for name, of in LISTINGS.items() if len(set(of.columns)) != len(of.columns)]
