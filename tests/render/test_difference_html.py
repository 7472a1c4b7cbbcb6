"""``diff --format html``: what it says, and that nothing of the data is obeyed."""

import re

from hypothesis import given

from dataset_tools.diff import change as kinds
from dataset_tools.diff.change import Change
from dataset_tools.diff.difference import Difference, Example, RowDifference
from dataset_tools.diff.version_step import judge_version
from dataset_tools.render.difference_html import difference_html
from tests.render.conftest import obeyed
from tests.render.test_hostile import FEW, HIDDEN, HOSTILE, Page


def difference(name: str = "town", cell: str = "Ann", table: str = "people") -> Difference:
    """One row added and one changed, in a version too low."""
    rows = RowDifference(
        added=3,
        changed=1,
        fields={name: 1},
        added_rows=(Example(row={"id": "3"}),),
        changed_rows=(Example(row={"id": cell}, changed={name: (cell, "")}),),
    )
    changes = (
        Change(kind=kinds.ROWS_CHANGED, resource=table, count=1),
        Change(kind=kinds.ROWS_ADDED, resource=table, count=3),
    )
    return Difference(
        name=name,
        created="",
        step="minor",
        verdict=judge_version("1.0.0", "1.0.1", "minor"),
        changes=changes,
        rows={table: rows},
    )


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]).split())


def test_it_says_what_changed_highest_step_first() -> None:
    said = words(difference_html(difference()))
    assert said.startswith("town: a MINOR step 1.0.0 → 1.0.1 : it must be 1.1.0 or higher")
    assert said.index("MINOR people 3 rows added") < said.index("PATCH people 1 row changed")
    assert "3 rows added id 3 and 2 more 1 row changed id Ann town Ann → empty" in said


def test_nothing_changed_is_said_so() -> None:
    same = Difference(
        name="town", created="", step="none", verdict=judge_version("1.0.0", "1.0.0", "none")
    )
    said = words(difference_html(same))
    assert (
        said == "town: nothing that asks for another version 1.0.0 → 1.0.0 : the version may stay"
    )


@FEW
@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_of_the_data_is_obeyed(name: str, cell: str, table: str) -> None:
    html = difference_html(difference(name, cell, table))
    page, plain = Page(html), Page(difference_html(difference()))
    assert page.tags == plain.tags
    assert page.attributes == plain.attributes
    assert (page.links, page.scripts) == ([], [])
    assert obeyed(html) == []
    assert not HIDDEN & set(html)
