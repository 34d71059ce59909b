"""Design files: what they say, and every fault of one named once."""

import pytest

from servqual.errors import DesignError, FormatError
from servqual.importer.design import design_from, load_design

WHOLE = """
[weights]
column = "w"
rake = ["sex", "age * branch"]
trim = [0.2, 5]

[customers]
total = 12000
sex = { female = 520, male = 480 }
"age*branch" = { "18-29" = { Centre = 10, Harbour = 30 }, "30+ * Centre" = 60 }

[sample]
random = true
strata = "region"

[frame.region]
North = 8000
South = 4000

[standard]
columns = "age"
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "design.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def faults(write, text):
    with pytest.raises(DesignError) as error:
        load_design(write(text))
    return str(error.value).splitlines()[1:]


def test_a_design_file_with_every_entry(write):
    found = load_design(write(WHOLE))

    assert (found.weights, found.rake, found.post) == ("w", ("sex", "age*branch"), "")
    assert (found.trim, found.total, found.random) == ((0.2, 5.0), 12000, True)
    assert dict(found.customers["sex"]) == {"female": 0.52, "male": 0.48}
    assert dict(found.customers["age*branch"]) == {
        "18-29*Centre": 0.1, "18-29*Harbour": 0.3, "30+*Centre": 0.6,
    }  # fmt: skip
    assert dict(found.frame["region"]) == {"North": 8000, "South": 4000}
    assert (found.strata, found.clusters, found.standard) == ("region", "", ("age",))
    assert found.columns == ("sex", "age", "branch", "region")
    assert (found.file, len(found.sha256)) == ("design.toml", 64)


def test_an_empty_design_file_asks_for_nothing(write):
    found = load_design(write(""))

    assert (found.fits, found.drawn, found.columns, len(found.customers)) == (False, False, (), 0)
    assert found.trim == (0.3, 3.0)


def test_no_trimming_is_false(write):
    assert load_design(write("[weights]\ntrim = false")).trim is None


def test_a_group_of_one_column_may_have_an_asterisk_in_its_name(write):
    found = load_design(write('[customers]\nhotel = { "5*" = 1, "4*" = 3 }'))

    assert dict(found.customers["hotel"]) == {"5*": 0.25, "4*": 0.75}


def test_every_fault_is_named_with_what_to_write(write):
    found = faults(
        write,
        """
[weights]
rake = ["sex", "agee"]
trm = [1, 2]
post = "sex*age"
trim = [2, 3]
[customers]
total = "many"
sex = { female = 1, male = -2 }
"sex*age" = { "female*18-29" = 3, odd = 1 }
age = 5
kind = { a = 0 }
[sampel]
random = "yes"
""",
    )

    assert found == [
        "  - sampel: this key is not known. Did you mean sample?",
        "  - weights.trm: this key is not known. Did you mean trim?",
        "  - customers.total: 'many' makes no sense here; write the number of customers, such as "
        "12000",
        "  - weights.trim: [2, 3] makes no sense here; write the lowest and highest weight, in "
        "mean weights: [0.3, 3], or false",
        "  - customers.sex.male: -2 makes no sense here; write a number, 0 or more, without quotes",
        "  - customers.sex*age.odd: the groups of 2 crossed columns are written like "
        '"female*18-29"',
        "  - customers.age: 5 makes no sense here; write a table: a line for each group, such as "
        "female = 520",
        "  - customers.kind: no group has customers",
        "  - weights.rake: the customers by 'agee' are not given. Did you mean 'age'? Write "
        "[customers.agee] and below it a line for each group, such as female = 0.52",
        "  - weights: rake fits margins one by one and post the crossed table; name one of the two",
    ]


def test_one_column_cannot_be_strata_and_clusters(write):
    assert faults(write, '[sample]\nstrata = "branch"\nclusters = "branch"') == [
        "  - sample: 'branch' cannot be both strata and clusters. It is strata if every one of its "
        "units was meant to be in the sample, clusters if some were drawn"
    ]


def test_customers_to_post_stratify_to_must_be_there(write):
    assert faults(write, '[weights]\npost = "sex*age"') == [
        "  - weights.post: the customers by 'sex*age' are not given. Write "
        '[customers."sex*age"] and below it a line for each group, such as female = 0.52'
    ]


def test_what_is_no_toml_names_its_line(write):
    with pytest.raises(FormatError, match=r"not a valid design file"):
        load_design(write("[weights]\nrake = sex"))


def test_shares_that_add_up_stay_as_they_are():
    shares = {"a": 0.1, "b": 0.2, "c": 0.7}
    once = design_from({"customers": {"k": shares}}).customers["k"]

    assert dict(once) == shares
    assert dict(design_from({"customers": {"k": dict(once)}}).customers["k"]) == shares


def test_a_table_with_faults_names_them():
    with pytest.raises(DesignError, match=r"this design has faults.\n  - sample: must be a table"):
        design_from({"sample": 3})


def told(table):
    with pytest.raises(DesignError) as caught:
        design_from(table)
    return str(caught.value)


def test_shares_that_are_no_whole_are_refused():
    text = told({"customers": {"age": {"young": 0.8, "old": 0.5}}})

    assert "customers.age: the shares add up to 1.3; they must add up to 1." in text


def test_rounded_shares_are_a_whole():
    made = design_from({"customers": {"age": {"a": 0.333, "b": 0.333, "c": 0.333}}})

    assert sum(made.customers["age"].values()) == pytest.approx(1)
