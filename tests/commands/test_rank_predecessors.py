"""`manage.py rank_predecessors`, from the command line: what it prints and what it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
EARLIER = [
    {
        "id": "E1",
        "year": 2016,
        "kind": "area_for_improvement",
        "question": "Protecting vulnerable people",
        "text": "The force should manage the risk posed by registered sex offenders.",
    },
    {
        "id": "E2",
        "year": 2016,
        "kind": "recommendation",
        "question": None,
        "text": "Clear the vetting backlog.",
    },
]
LATER = [{**EARLIER[0], "id": "L1", "year": 2017}]
TOLD = [
    {
        "id": "S1",
        "quote": "In 2016 we raised how RSOs are managed. This has not improved.",
        "about_year": 2016,
        "verdict": "not_improved",
    }
]


@pytest.fixture
def printed(capsys, tmp_path):
    def run(given):
        file = tmp_path / "given.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
        call_command("rank_predecessors", str(file))
        return json.loads(capsys.readouterr().out)

    return run


def test_every_pair_is_printed(printed):
    answer = printed({"earlier": EARLIER, "later": LATER, "statements": TOLD})
    assert [(link["earlier"], link["later"], link["proposed"]) for link in answer["links"]] == [
        ("E1", "L1", True),
        ("E2", "L1", False),
    ]
    assert [(link["statement"], link["earlier"], link["proposed"]) for link in answer["statement_links"]] == [
        ("S1", "E1", True),
        ("S1", "E2", False),
    ]
    assert answer["links"][0].keys() == {"earlier", "later", "score", "relation", "proposed", "reasons"}
    assert answer["statement_links"][0].keys() == {"statement", "earlier", "score", "proposed", "reasons"}
    for link in answer["links"] + answer["statement_links"]:
        assert 0 <= link["score"] <= 1
        assert all(reason.endswith(".") for reason in link["reasons"])


def test_what_is_left_out_has_no_links(printed):
    assert printed({"earlier": EARLIER}) == {"links": [], "statement_links": []}


def test_standard_input_is_read_without_any_server():
    run = subprocess.run(
        [sys.executable, "manage.py", "rank_predecessors", "-"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        input=json.dumps({"earlier": EARLIER, "later": LATER}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(json.loads(run.stdout)["links"]) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("[", "The input is not JSON in UTF-8."),
        ("[" * 100_000, "The input is not JSON in UTF-8."),
        ("[]", "The input must be a JSON object with earlier, later and statements."),
        ({"earlier": {}}, "“earlier” must be a list of objects."),
        ({"later": [{"id": "L1"}]}, "Item 1 of “later” has no text."),
        ({"earlier": [{"id": 1, "text": "a"}]}, "Item 1 of “earlier”: id must be text in quotation marks."),
        ({"statements": [{"id": "S1"}]}, "Item 1 of “statements” has no quote."),
        (
            {"earlier": [*EARLIER, {"id": "E3", "text": "a", "year": "2016"}]},
            "Item 3 of “earlier”: year must be a year as a number, or null.",
        ),
        (
            {"earlier": [{"id": "E1", "text": "a", "year": 10**400}]},
            "Item 1 of “earlier”: year must be a year as a number, or null.",
        ),
        (
            '{"earlier": [{"id": "E1", "text": "\\ud800"}]}',
            "Item 1 of “earlier”: text has half a character (a lone surrogate).",
        ),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_one_sentence(printed, capsys, given, sentence):
    with pytest.raises(SystemExit) as ended:
        printed(given)
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert (said.out, said.err.strip()) == ("", sentence)


def test_a_file_that_is_not_there_is_said(capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        call_command("rank_predecessors", str(tmp_path / "none.json"))
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == "The file could not be opened: No such file or directory."
