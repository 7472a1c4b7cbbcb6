"""Primary keys, unique fields, foreign keys and categories."""

import pytest

from tests.infer.conftest import DraftFiles, DraftTable

TOWNS = "".join(f"{town},{year},1\n" for town in "ABC" for year in range(1999, 2003))
COMPANIES = "id,name\n1,Ann & Co\n2,Bo Ltd\n3,Cy AG\n"
DAYS = "".join(f"2024-01-{day:02},1\n" for day in range(1, 25))
NAMES = "".join(
    f"{number},{letter},{number + 4}\n"
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (COMPANIES, ("id",)),
        ("name,company_code\nAnn,7\nAnn,8\nBo,9\n", ("company_code",)),
        ("symbol,n\nA,1\nB,1\n", ("symbol",)),
        (f"day,n\n{DAYS}", ("day",)),
        ("day,n\n2024-01-01,1\n2024-01-02,1\n", None),
        ("country,city\nPeru,Lima\nMali,Gao\nFiji,Suva\n", None),
        (f"town,year,n\n{TOWNS}", ("town", "year")),
        ("n,x\n1.5,a\n2.5,a\n3.5,a\n", None),
        ("id,x\n1,a\n1,b\n,c\n", None),
        ("id,x\n1,a\n", None),
    ],
)
def test_primary_keys(draft_table: DraftTable, text: str, key: tuple[str, ...] | None) -> None:
    found = draft_table(text).primary_key
    assert (found.fields if found else None) == key
    assert found is None or found.guess.why


def test_a_key_of_three_fields(draft_table: DraftTable) -> None:
    rows = [f"{a},{b},{c},x\n" for a in "pq" for b in "rs" for c in range(2001, 2005)]
    found = draft_table("a,b,year,z\n" + "".join(rows)).primary_key
    assert found is not None
    assert found.fields == ("a", "b", "year")


def test_keys_are_compared_by_value_over_all_rows(draft_table: DraftTable) -> None:
    rows = "".join(f"{number},t\n" for number in range(20_000))
    assert draft_table(f"id,t\n{rows}").primary_key is not None
    assert draft_table(f"id,t\n{rows}+7,t\n").primary_key is None


def test_texts_that_never_come_twice_are_unique_and_measures_are_not(
    draft_table: DraftTable,
) -> None:
    table = draft_table(f"id,name,height\n{NAMES}99,,16\n")
    unique = {field.name: field.unique is not None for field in table.fields}
    assert unique == {"id": False, "name": True, "height": False}
    assert table.fields[0].descriptor["constraints"] == {"required": True}


def test_a_few_texts_differ_by_chance(draft_table: DraftTable) -> None:
    table = draft_table("id,city\n1,Lima\n2,Gao\n3,Suva\n")
    assert [field.unique for field in table.fields] == [None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no,company_id\n1,1\n2,1\n3,3\n", "company_id → companies.id"),
        ("no,company\n1,1\n2,\n3,3\n", "company → companies.id"),
        ("no,owner\n1,1\n2,1\n3,3\n", None),
        ("no,rank\n1,1\n2,2\n3,3\n", None),
        ("no,company_id\n1,1\n2,4\n", None),
        ("no,company_id\n1,1.5\n2,2\n", None),
    ],
)
def test_foreign_keys(draft_files: DraftFiles, text: str, expected: str | None) -> None:
    _, orders = draft_files(companies=COMPANIES, orders=text).tables
    told = [f"{key.field} → {key.resource}.{key.reference_field}" for key in orders.foreign_keys]
    assert told == ([expected] if expected else [])


def test_texts_may_refer_without_a_name(draft_files: DraftFiles) -> None:
    first = "id,x\nA3001,1\nA5032,2\nA5033,2\n"
    _, second = draft_files(data=first, notes="parent,c\nA3001,1\nA3001,2\nA5032,3\n").tables
    (key,) = second.foreign_keys
    assert (key.field, key.guess.word) == ("parent", "probable")
    _, grades = draft_files(data="id,x\nA,1\nB,2\n", notes="grade,c\nA,1\nB,2\nA,3\n").tables
    assert grades.foreign_keys == ()


def test_a_table_may_refer_to_itself(draft_table: DraftTable) -> None:
    table = draft_table("id,name,parent_table_id\n1,a,\n2,b,1\n3,c,1\n4,d,2\n")
    (key,) = table.foreign_keys
    assert key.descriptor == {"fields": ["parent_table_id"], "reference": {"fields": ["id"]}}


def test_of_two_tables_with_the_same_key_the_later_refers(draft_files: DraftFiles) -> None:
    first, second = draft_files(
        stocks="symbol,a\nAAA,1\nBBB,2\n", prices="symbol,b\nAAA,3\nBBB,4\n"
    ).tables
    assert first.foreign_keys == ()
    assert [key.resource for key in second.foreign_keys] == ["stocks"]


def test_categories(draft_table: DraftTable) -> None:
    rows = "".join(f"{number},{'abc'[number % 3]},{number % 3}\n" for number in range(30))
    field = draft_table(f"id,kind,n\n{rows}").fields[1]
    assert field.descriptor["categories"] == ["a", "b", "c"]
    assert field.categories_guess is not None
    few = "".join(f"{number},{'abc'[number % 3]}\n" for number in range(9))
    assert draft_table(f"id,kind\n{few}").fields[1].categories == ()
