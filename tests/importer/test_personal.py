"""What names, reaches or numbers a person is recognised, compared, and never kept."""

import pickle

import pytest

from servqual.analysis import analyze
from servqual.errors import ColumnError, RatingError
from servqual.importer import check, propose_mapping, read
from servqual.importer.mapfiles.mapping import parse_mapping
from servqual.importer.people.personal import is_phone, masked, personal_kind
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_csv, to_json, to_xlsx
from tests.importer.surveys import save, survey, with_columns

N = 40


def many(form):
    """Return 40 different cells."""
    return [form.format(i=i, j=1000 + 37 * i) for i in range(10, 10 + N)]


# -- recognition -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Q7", many("guest{i}@example.org"), "email"),
        ("Q7", many("+44 20 7946 {j}"), "phone"),
        ("Q7", many("138{j}{j}"), "phone"),
        ("Q7", many("010-1234-{j}"), "phone"),
        ("Q7", many("10.0.{i}.7"), "ip"),
        ("Q7", many("203.0.113.{i}"), "ip"),
        ("Q7", many("2001:db8::{i}"), "ip"),
        ("Q7", many("10.0.{i}.7(广东-深圳)"), "ip"),
        ("Q7", many("48.13{i}, 11.56{i}"), "coordinates"),
        ("Q7", ["11010519491231002X"] * 3, "national_id"),
        ("Q7", many("123-45-{j}"), "national_id"),
        ("Q7", many("KX{j}-{i}"), "id"),
        ("Q7", many("20260{j}"), "id"),
        ("Q7", ["Anna Schmidt", "Bo Ek", "Carla Weiß", "Dörte Müller", "Emil Krug"], "name"),
        ("Q7", ["王小明", "李娜", "张伟", "刘洋", "陈静"], "name"),
        ("3. Your name:", ["ann", "bob"], "name"),
        ("姓名", ["王"], "name"),
        ("您的手机号码是？", many("1380000{j}"), "phone"),
        ("Please leave your e-mail address if you like", ["a@b.org", ""], "email"),
        ("Correo electrónico", ["-"], "email"),
        ("Telefonnummer", ["12345"], "phone"),
        ("nomor hp", ["0812"], "phone"),
        ("연락처", ["0101"], "phone"),
        ("longitude", ["11.5"], "coordinates"),
        ("Matrikelnummer", ["12345"], "id"),
        ("工号", ["A12"], "id"),
        ("CPF", ["123.456.789-09"], "national_id"),
    ],
)
def test_what_tells_a_person_is_recognised(heading, cells, kind):
    assert personal_kind(heading, cells) == kind


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("2、(电话)", ["1", "0", ""] * 10),
        ("2、(电话)", ["电话", ""] * 10),
        ("How did you contact us? [Phone]", ["Yes", "No"] * 10),
        ("E-mail", ["5", "6", "7", "3"] * 5),
        ("How satisfied are you with our phone service?", ["7", "6", "3"] * 5),
        ("How satisfied are you with our phone service?", ["good", "bad"] * 9),
        ("What do you think of our phone line?", ["Fine", "Too slow to be of any use", "ok"]),
        ("age", ["23", "45", "31", "67"] * 5),
        ("year of birth", many("19{i}")),
        ("postcode", many("{j}-{j}")),
        ("postcode", many("D-{j}0")),
        ("ZIP code", many("{j}1-{j}")),
        ("income", ["10000 - 20000", "20000 - 50000"] * 9),
        ("years", ["2019-2020", "2020-2021"] * 9),
        ("weight", many("4{i}.209999084{j}")),
        ("score", many("-1.0{j}6566")),
        ("started", many("2026-05-{i} 09:30:00")),
        ("duration", many("00:{i}:10")),
        ("revenue", ["1.234.567", "12.345.678"]),
        ("编号", [str(i) for i in range(1, 300)]),
        ("city", ["New York", "San Jose", "San Diego"] * 9),
        ("branch", ["North", "South"] * 9),
        ("long", ["yes", "rather"] * 9),
        ("location", ["lobby", "bar"] * 9),
        ("comments", ["Call 112", "no", "The staff was great", ""]),
        ("loadings", ["0.71 0.72 0.79", "0.84 0.97 0.92"]),
    ],
)
def test_answers_are_not_taken_for_persons(heading, cells):
    assert personal_kind(heading, cells) == ""


@pytest.mark.parametrize("cell", ["2026-05-31", "10115-1234", "1.234567", "10000-20000", "7", "x"])
def test_dates_ranges_and_decimals_are_no_telephone_numbers(cell):
    assert not is_phone(cell)


# -- nothing of it is kept -------------------------------------------------------------------------

SECRET = {
    "Name": "Zelda Quixworth{i}",
    "Email": "zq{i}@secret.example",
    "Phone": "+44 20 7946 {j}",
    "IP": "203.0.113.{i}",
    "Latitude": "51.50{j}",
    "身份证号": "11010519491231{j}",
    "Customer number": "KD-{j}-{i}",
    "anything": "zq.{i}@other.example",
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """Return responses and study of a survey full of personal data, and all those data."""
    folder = tmp_path_factory.mktemp("attack")
    columns = {name: many(form) for name, form in SECRET.items()}
    path = save(folder, with_columns(survey(N), **columns))
    guests = read(path, people=None)
    return guests, analyze(guests), [cell for cells in columns.values() for cell in cells], path


def held(secrets, content):
    if isinstance(content, bytes):
        return [cell for cell in secrets if cell.encode() in content]
    return [cell for cell in secrets if cell in content]


def test_no_personal_value_is_in_the_answers(attacked):
    guests, _, secrets, _ = attacked

    assert held(secrets, repr(guests) + guests._repr_html_() + str(guests.notes)) == []
    assert held(secrets, pickle.dumps(guests)) == []


def test_no_personal_value_is_in_the_results(attacked):
    _, study, secrets, _ = attacked

    assert held(secrets, pickle.dumps(study)) == []
    assert held(secrets, to_json(study)) == []
    assert held(secrets, to_csv(study)) == []
    assert held(secrets, to_xlsx(study)) == []
    assert held(secrets, render_html(study, ReportOptions(date="2026-01-31"))) == []


def test_no_personal_value_is_in_a_check_or_a_proposed_map(attacked):
    *_, secrets, path = attacked

    assert held(secrets, repr(check(path))) == []
    assert held(secrets, propose_mapping(path)) == []


def test_what_was_left_out_is_listed(attacked):
    guests, *_ = attacked

    assert [note.text for note in guests.notes if note.code == "columns_personal"] == [
        "8 columns with personal data were not kept: Name, Email, Phone, IP, Latitude, 身份证号, "
        "Customer number, anything."
    ]


def test_a_message_about_a_wrong_cell_shows_no_address(tmp_path):
    rows = survey()
    rows[1][0], rows[2][0] = "zelda@secret.example", "11"

    with pytest.raises(RatingError) as caught:
        read(save(tmp_path, rows))

    assert "zelda" not in str(caught.value)
    assert "row 2, column 'E1': '***' cannot be read as an answer" in str(caught.value)
    assert "'11' is not on the scale" in str(caught.value)


def test_only_what_reaches_a_person_is_masked():
    assert [masked(text) for text in ("strongly agree", "12345678", "+44 20 7946 0958")] == [
        "strongly agree",
        "12345678",
        "***",
    ]


# -- the same person twice -------------------------------------------------------------------------


def twice(folder, **columns):
    return read(save(folder, with_columns(survey(8), **columns))).marks


def test_the_same_address_twice_is_marked_the_second_time(tmp_path):
    emails = ["a@b.org", "c@b.org", " A@B.org", "", "", "d@b.org", "e@b.org", "n/a"]

    marks = twice(tmp_path, Email=emails)

    assert marks["duplicate_token"].tolist() == [False, False, True, *[False] * 5]


def test_a_telephone_number_is_the_same_however_it_is_written(tmp_path):
    phones = ["+86 138 0013 8000", "13800138000", *(f"1390013{i}000" for i in range(1, 7))]

    assert twice(tmp_path, Phone=phones)["duplicate_token"].tolist()[:3] == [False, True, False]


def test_a_name_alone_tells_no_duplicate(tmp_path):
    assert "duplicate_token" not in twice(tmp_path, Name=["Wang Wei", "Li Na"])


def test_network_addresses_have_a_mark_of_their_own(tmp_path):
    marks = twice(tmp_path, IP=[*(f"203.0.113.{i}" for i in range(1, 8)), "203.0.113.1"])

    assert marks["duplicate_ip"].tolist() == [*[False] * 7, True]
    assert "duplicate_token" not in marks


def test_an_address_that_most_people_share_tells_nobody_apart(tmp_path):
    assert not twice(tmp_path, Email=["desk@hotel.org"])["duplicate_token"].any()


def test_marks_are_the_same_in_every_run_and_noted(tmp_path):
    path = save(tmp_path, with_columns(survey(8), Email=[*many("{i}@b.org")[:7], "10@b.org"]))

    first, second = read(path), read(path)

    assert pickle.dumps(first) == pickle.dumps(second)
    assert first.notes[-1].text == (
        "1 person has the same e-mail address, number or code as somebody earlier in the file."
    )


# -- kept on request -------------------------------------------------------------------------------


def test_a_column_is_kept_on_request(tmp_path):
    path = save(tmp_path, with_columns(survey(), Email=["a@b.org"], **{"Card number": ["K1234"]}))

    guests = read(path, keep=["card number"])

    assert {name: set(cells) for name, cells in guests.people.items()} == {"card number": {"K1234"}}
    assert [note.text for note in guests.notes if note.code.startswith("columns_")][1:] == [
        "1 column with personal data was not kept: Email.",
        "1 column with personal data was kept, as asked: Card number.",
    ]


def test_a_mapping_file_may_keep_a_column(tmp_path):
    path = save(tmp_path, with_columns(survey(), Email=["a@b.org"]))

    guests = read(path, mapping=parse_mapping({"keep": ["Email"]}, "guests.map.toml"))

    assert set(guests.people["Email"]) == {"a@b.org"}


def test_groups_by_a_personal_column_need_the_same_word(tmp_path):
    path = save(tmp_path, with_columns(survey(), Phone=["+44 20 7946 0958"]))

    with pytest.raises(ColumnError, match="name it with --keep"):
        read(path, people=["Phone"])

    assert list(read(path, people=["Phone"], keep=["Phone"]).people) == ["Phone"]


def test_a_column_to_keep_must_be_there(tmp_path):
    with pytest.raises(ColumnError, match="there is no column called 'Card'"):
        read(save(tmp_path, survey()), keep=["Card"])


def test_prices_of_telephones_are_no_telephone_numbers():
    prices = ["3000-3499元", "3500-3999元", "4000-4499元", "4500-4999元", "5000-5999元"] * 4

    assert personal_kind("2、手机价格", prices) == ""
    assert personal_kind("您的手机", ["13912345678", "13800001111", "15012349876"]) == "phone"
