"""Styles arrive without what only services on gov.uk may show."""

import importlib.util

import pytest

from config.env import BASE_DIR

SHEET = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format('woff2')}"
    ".a{font-family:GDS Transport,arial,sans-serif}"
    ".b{color:red;background-image:url(/assets/images/govuk-crest.svg);margin:0}"
    ".c{-webkit-mask-image:url(/assets/images/govuk-crest.svg);mask-image:url(/assets/images/govuk-crest.svg)}"
    ".d{background-image:url(/assets/images/icon-document.svg)}\n"
    "/*# sourceMappingURL=sheet.css.map */"
)


@pytest.fixture(scope="module")
def copy_styles():
    spec = importlib.util.spec_from_file_location("copy_styles", BASE_DIR / "scripts" / "copy_styles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_brand_and_references_to_nothing_are_left_out(copy_styles):
    assert copy_styles.without_brand(SHEET) == (
        '.a{font-family:"Helvetica Neue",Helvetica,Arial,sans-serif}'
        ".b{color:red;margin:0}"
        ".c{}"
        ".d{background-image:url(assets/images/icon-document.svg)}\n"
    )


def test_sheet_arrives_with_the_pictures_it_shows_and_no_others(copy_styles, tmp_path):
    pictures = tmp_path / "source" / "assets" / "images"
    pictures.mkdir(parents=True)
    for name in ("icon-document.svg", "govuk-crest.svg"):
        (pictures / name).write_text("<svg/>")
    (tmp_path / "source" / "sheet.css").write_text(SHEET)
    copy_styles.copy_sheet(tmp_path / "source" / "sheet.css", tmp_path / "vendor")
    copied = {path.name for path in (tmp_path / "vendor").rglob("*") if path.is_file()}
    assert copied == {"sheet.css", "icon-document.svg"}
