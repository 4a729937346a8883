"""Pages of themes, and the themes on a finding's page."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tracker.models import FindingTheme
from tracker.vocabulary import Decision

WORDS = "The force should review how officers use body-worn video."
EMBARGOED = date(2999, 1, 1)


@pytest.fixture
def theme(db):
    return factories.theme()


@pytest.fixture
def proposed(theme):
    """`proposed("kent")` makes a finding of that force that waits for a decision."""

    def proposed(force="cleveland", **fields):
        finding = factories.finding(force, text=WORDS, **fields)
        return factories.finding_theme(
            finding, theme, status=Decision.PROPOSED, reasons=["The wording speaks of “body worn video”."]
        )

    return proposed


@pytest.fixture
def post(client):
    def post(user, address, **data):
        client.force_login(user)
        return client.post(address, data, follow=True)

    return post


def page(response):
    return response.content.decode()


def queue_of(theme):
    return reverse("theme-queue", args=[theme.slug])


def statuses():
    return list(FindingTheme.objects.order_by("pk").values_list("status", flat=True))


def test_the_list_tells_counts_and_to_those_who_decide_what_waits(get, cast, theme, proposed):
    factories.finding_theme(factories.finding("kent"), theme)
    proposed()
    address = reverse("theme-list")
    for_staff, for_others = page(get(cast.editor, address)), page(get(cast.stranger, address))
    assert theme.name in for_staff
    assert theme.name in for_others
    assert queue_of(theme) in for_staff
    assert "waits for a person’s decision" in for_staff
    assert queue_of(theme) not in for_others
    assert "waits for" not in for_others


def test_a_theme_shows_forces_side_by_side_and_narrows_to_open_or_closed(get, cast, theme):
    kent, essex = factories.finding("kent", text=WORDS), factories.finding("essex")
    for finding in (kent, essex, factories.finding("surrey", public_from=EMBARGOED)):
        factories.finding_theme(finding, theme)
    address = theme.get_absolute_url()
    shown = page(get(cast.stranger, address))
    assert "2 findings" in shown
    assert "in 2 forces" in shown
    assert WORDS in shown
    assert kent.reference in shown
    assert essex.reference in shown
    assert "surrey" not in shown
    assert "No force has settled it yet" in shown
    assert "surrey" in page(get(cast.inspector, address))
    assert kent.reference not in page(get(cast.stranger, address, state="closed"))
    assert kent.reference in page(get(cast.stranger, address, state="open"))
    assert kent.reference in page(get(cast.stranger, address, state="nonsense"))


def test_a_theme_without_findings_says_so(get, cast, theme):
    assert "No finding has this theme yet" in page(get(cast.stranger, theme.get_absolute_url()))
    assert get(cast.stranger, reverse("theme-detail", args=["nothing"])).status_code == 404


def test_several_proposals_are_decided_by_one_button(get, post, cast, theme, proposed):
    rows = [proposed(), proposed("kent"), proposed("essex")]
    shown = page(get(cast.editor, queue_of(theme)))
    assert "Proposed by machine" in shown
    assert "body worn video" in shown
    assert rows[1].finding.reference in shown
    answer = page(post(cast.editor, queue_of(theme), chosen=[rows[0].pk, rows[1].pk], decision="confirmed"))
    assert "2 findings confirmed" in answer
    assert statuses() == ["confirmed", "confirmed", "proposed"]
    post(cast.inspector, queue_of(theme), chosen=[rows[2].pk], decision="rejected")
    assert statuses() == ["confirmed", "confirmed", "rejected"]
    assert "Nothing waits for a decision" in page(get(cast.editor, queue_of(theme)))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"decision": "confirmed"}, "Select the findings"),
        ({"decision": "confirmed", "chosen": ["x", "²", "-1"]}, "Select the findings"),
        ({"chosen": "1"}, "Say whether"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_lost(post, cast, theme, proposed, sent, said):
    proposed()
    assert said in page(post(cast.editor, queue_of(theme), **sent))
    assert statuses() == ["proposed"]


def test_a_finding_shows_its_themes_and_to_those_who_decide_what_is_proposed(get, cast, theme, proposed):
    row = proposed()
    other = factories.theme("alarms")
    factories.finding_theme(row.finding, other)
    factories.theme("bells")
    address = row.finding.get_absolute_url()
    for_staff, for_the_force = page(get(cast.editor, address)), page(get(cast.liaison, address))
    assert "Proposed by machine" in for_staff
    assert theme.name in for_staff
    assert "Add a theme" in for_staff
    assert other.get_absolute_url() in for_the_force
    assert "Proposed by machine" not in for_the_force
    assert theme.get_absolute_url() not in for_the_force
    assert "Take off" not in for_the_force
    assert "Take off" in for_staff
    assert "Proposed by machine" not in page(get(cast.administrator, address))


def test_buttons_on_a_findings_page_confirm_add_and_take_off(post, cast, theme, proposed):
    row = proposed()
    address = reverse("finding-theme", args=[row.finding.reference])
    post(cast.editor, address, theme=theme.pk, decision="confirmed", seen="proposed")
    assert statuses() == ["confirmed"]
    post(cast.editor, address, theme=factories.theme("alarms").pk, decision="confirmed")
    assert statuses() == ["confirmed", "confirmed"]
    post(cast.editor, address, theme=theme.pk, decision="rejected", seen="confirmed")
    assert statuses() == ["rejected", "confirmed"]
    assert "Theme taken off: Body worn video" in page(
        post(cast.editor, address, theme="", decision="confirmed")
    )


@pytest.mark.parametrize("sent", [{"theme": ""}, {"theme": "x"}, {"theme": "999999"}, {}])
def test_without_a_theme_it_is_asked_for(post, cast, proposed, sent):
    address = reverse("finding-theme", args=[proposed().finding.reference])
    assert "Select a theme." in page(post(cast.editor, address, decision="confirmed", **sent))


def test_who_decided_meanwhile_is_said(post, cast, theme, proposed):
    row = proposed()
    address = reverse("finding-theme", args=[row.finding.reference])
    post(cast.inspector, address, theme=theme.pk, decision="rejected", seen="proposed")
    assert "meanwhile" in page(
        post(cast.editor, address, theme=theme.pk, decision="confirmed", seen="proposed")
    )
    assert statuses() == ["rejected"]


@pytest.mark.parametrize("who", ["stranger", "body", "inspector"])
def test_the_same_problem_elsewhere_tells_what_is_published_and_no_force_status(get, cast, theme, who):
    finding = factories.finding()
    other = factories.finding(
        "kent", text=WORDS, force_status="off_track", inspectorate_status="under_review"
    )
    embargoed = factories.finding("essex", public_from=EMBARGOED)
    for each in (finding, other, embargoed):
        factories.finding_theme(each, theme)
    shown = page(get(getattr(cast, who), finding.get_absolute_url()))
    box = shown[shown.index("The same problem elsewhere") :]
    assert other.reference in box
    assert "1 other force" in box
    assert WORDS in box
    assert embargoed.reference not in shown
    assert "Off track" not in box
    assert ("Under review" in box) is (who == "inspector")


def test_findings_are_filtered_by_theme(get, cast, theme, proposed):
    tagged, untagged = factories.finding("kent"), proposed("essex").finding
    embargoed = factories.finding("surrey", public_from=EMBARGOED)
    factories.finding_theme(tagged, theme)
    factories.finding_theme(embargoed, theme)
    address = reverse("finding-list")
    for user, seen in (
        (cast.stranger, {tagged.reference}),
        (cast.editor, {tagged.reference, embargoed.reference}),
    ):
        response = get(user, address, theme=theme.slug)
        assert {row["finding"].reference for row in response.context["rows"]} == seen
    assert untagged.reference in page(get(cast.stranger, address))


@pytest.mark.parametrize("name", ["theme-list", "theme-detail", "theme-queue", "finding-detail"])
def test_pages_cost_the_same_however_many(queries_of, cast, theme, proposed, name):
    finding = factories.finding()
    factories.finding_theme(finding, theme)

    def more(force):
        factories.finding_theme(factories.finding(force), theme)
        proposed(force)

    keys = {"theme-list": [], "finding-detail": [finding.reference]}.get(name, [theme.slug])
    address = reverse(name, args=keys)
    more("kent")
    before = queries_of(cast.editor, address)
    for number in range(5):
        more(f"force-{number}")
    assert queries_of(cast.editor, address) == before
