"""One short report as the many kinds of web page in which reports come: saved, converted, old and new."""

from collections.abc import Callable

from tests.importing.layouts import FINDINGS, GRADE, NARRATIVE, QUESTION, STATEMENT, TITLE

Page = Callable[[], bytes]
ADDRESS = "https://www.example.org/peel-assessments/peel-2017/cleveland/effectiveness/"


def _items(tag: str = "li") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in FINDINGS)


def _front() -> str:
    title, force, date = TITLE
    return f"<h1>{title}</h1><p>{force}</p><p>{date}</p>"


def _report(areas: str = f"<h3>Areas for improvement</h3><ul>{_items()}</ul>") -> str:
    narrative = f"<p>{NARRATIVE}</p><p>{STATEMENT}</p><p>{NARRATIVE}</p>"
    return f"{_front()}<h2>{QUESTION}</h2><p>{GRADE}</p>{narrative}{areas}"


def _whole(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


def plain() -> bytes:
    return _whole(_report())


def within_the_site() -> bytes:
    around = """<a class="skip-link" href="#main">Skip to content</a>
    <div id="cookie-notice"><p>The force should accept all cookies.</p><button>Accept</button></div>
    <header role="banner"><p>HMICFRS</p><nav><ul><li>Home</li><li>Publications</li></ul></nav></header>
    <ol class="breadcrumb"><li>Home</li><li>PEEL assessments</li></ol>{}
    <aside><h2>Related content</h2><ul><li>The force should be inspected again: Surrey 2016</li></ul></aside>
    <div class="share-links"><p>Share this page</p></div><footer><p>Crown copyright</p></footer>"""
    return _whole(
        around.format(f"<main id='main'>{_report()}</main>"), "<title>Cleveland 2017 - HMICFRS</title>"
    )


def within_an_old_site() -> bytes:
    """No tag says what belongs to the site; ids and classes do."""
    around = """<div id="skip-link"><a href="#content">Skip to content</a></div>
    <div id="cookie-bar">We use cookies. <a>Find out more</a></div>
    <div id="header"><p>HMIC</p></div><div id="nav"><ul><li>Home</li><li>Our work</li></ul></div>
    <div id="breadcrumbs">Home &gt; PEEL assessments</div><div id="content">{}</div>
    <div id="sidebar"><p>Latest news</p><ul><li>The force should read this</li></ul></div>
    <div id="footer">Accessibility</div>"""
    return _whole(around.format(_report()))


def saved_whole() -> bytes:
    """As browsers save a page, with what its scripts put there."""
    noise = """<script src="Cleveland_files/a.js"></script><style>p { color: red }</style>
    <svg><title>The force should be an icon</title></svg>
    <noscript><p>The force should allow scripts</p></noscript>
    <img src="data:image/png;base64,iVBORw0KGgo=" alt="Chart"><iframe src="Cleveland_files/ad.html"></iframe>
    <div style="display:none" hidden><ul><li>The force should stay hidden</li></ul></div>"""
    page = _whole(noise + _report() + noise)
    return page.replace(b"<html", f"<!-- saved from url=(0071){ADDRESS} -->\r\n<html".encode(), 1)


def headings_in_bold() -> bytes:
    bold = _report().replace("<h2>", "<p><strong>").replace("</h2>", "</strong></p>")
    return _whole(bold.replace("<h3>", "<p><b>").replace("</h3>", "</b></p>"))


def typed_marks() -> bytes:
    return _whole(
        _report("<h3>Areas for improvement</h3>" + "".join(f"<p>- {text}</p>" for text in FINDINGS))
    )


def bullets_between_breaks() -> bytes:
    lines = "<br>".join(f"• {text}" for text in FINDINGS)
    return _whole(_report(f"<h3>Areas for improvement</h3><p>{lines}</p>"))


def list_before_the_narrative() -> bytes:
    areas = f"<h3>Areas for improvement</h3><ul>{_items()}</ul>"
    narrative = f"<p>{NARRATIVE}</p><p>{STATEMENT}</p>"
    return _whole(f"{_front()}<h2>{QUESTION}</h2><p>{GRADE}</p>{areas}{narrative}")


def paragraphs_within_items() -> bytes:
    items = "".join(f"<li><p>{text}</p></li>" for text in FINDINGS)
    return _whole(_report(f"<h3>Areas for improvement</h3><ul>\n{items}\n</ul>"))


def nested_list() -> bytes:
    outer = f"<ul><li>Findings of this chapter<ul>{_items()}</ul></li></ul>"
    return _whole(_report(f"<h3>Areas for improvement</h3>{outer.replace('Findings of this chapter', '')}"))


def accordion() -> bytes:
    """Headings that open and close by a button."""
    report = _report().replace("<h2>", "<h2 class='accordion'><button aria-expanded='true'>")
    return _whole(report.replace("</h2>", "<span aria-hidden='true'>+</span></button></h2>"))


def in_a_table() -> bytes:
    """Pages of old word processors stand in one cell."""
    return _whole(f"<table width=600><tbody><tr><td>{_report()}</td></tr></tbody></table>")


def wrapped_source() -> bytes:
    return _whole(_report().replace(" the ", "\n      the "))


def fixed_spaces() -> bytes:
    return _whole(_report().replace(" should ", "&nbsp;should ").replace(" 2016 ", " 2016&#160;"))


def emphasis_and_links() -> bytes:
    report = _report().replace("The force", "<strong>The</strong> <a href='#'>force</a>")
    return _whole(report.replace("victims", "vic<em>tims</em>").replace("home,", "home<sup>12</sup>,"))


def uppercase_tags() -> bytes:
    return _whole(
        _report().replace("<li>", "<LI>").replace("</li>", "").replace("<p>", "<P>").replace("</p>", "")
    )


def in_windows_letters() -> bytes:
    page = _report().replace("specific efforts", "‘specific’ efforts – as they “said” –")
    return _whole(page, "<meta charset='windows-1252'>").decode().encode("cp1252")


def in_two_bytes_a_letter() -> bytes:
    return plain().decode().encode("utf-16")


def in_two_bytes_without_a_mark() -> bytes:
    return plain().decode().encode("utf-16-le")


def as_xhtml() -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + plain().replace(b"<html", b'<html xmlns="http://www.w3.org/1999/xhtml"')


PAGES: tuple[Page, ...] = (
    plain,
    within_the_site,
    within_an_old_site,
    saved_whole,
    headings_in_bold,
    typed_marks,
    bullets_between_breaks,
    list_before_the_narrative,
    paragraphs_within_items,
    nested_list,
    accordion,
    in_a_table,
    wrapped_source,
    fixed_spaces,
    emphasis_and_links,
    uppercase_tags,
    in_windows_letters,
    in_two_bytes_a_letter,
    in_two_bytes_without_a_mark,
    as_xhtml,
)
