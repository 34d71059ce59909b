"""The wording of headings, not their number, says which form of SERVQUAL a file is of."""

import numpy as np
import pandas as pd
import pytest

from servqual.catalog import load_instrument
from servqual.errors import ColumnError
from servqual.importer import propose_mapping, read

# the topics of 1988 in words of our own: 10-13 and 18-22 negatively, hours last
ZH_1988 = [
    *("设备够新", "环境让人舒服", "员工衣着整齐", "店面布置与服务相称"),
    *("答应的事按时做到", "顾客着急时会体谅安慰", "是靠得住的店", "说好几点就几点", "账目记得准"),
    *("从来不告诉我几点能办好", "办事一点也不及时", "员工不爱帮忙", "员工太忙顾不上我"),
    *("员工信得过", "交易让人放心", "员工讲礼貌", "员工得到店里的支持"),
    *("没有把我当作一个人看待", "员工不会给我个人关怀", "员工不知道我的需求"),
    *("没有先为我的利益着想", "营业时间不合我意"),
]
POSITIVE = {
    9: "告诉我几点能办好",
    10: "办事很及时",
    11: "员工爱帮忙",
    12: "员工再忙也顾得上我",
    17: "把我当作一个人看待",
    18: "员工给我个人关怀",
    19: "员工知道我的需求",
    20: "先为我的利益着想",
    21: "营业时间合我意",
}
ZH_1988_POSITIVE = [POSITIVE.get(i, text) for i, text in enumerate(ZH_1988)]
CHANGED_1991 = {
    3: "宣传资料好看",
    5: "真心帮我解决难题",
    6: "一次就办好",
    16: "员工懂得多，知识够用",
    18: "营业时间合我意",
    19: "员工给我个人关怀",
    20: "为我的好处着想",
    21: "明白我的特别需求",
}
ZH_1991 = [CHANGED_1991.get(i, text) for i, text in enumerate(ZH_1988_POSITIVE)]
CHANGED_1988_EN = {
    9: "need not say when the work is done",
    10: "it is not fair to ask for speed",
    11: "staff cannot always help",
    16: "staff get support from their firm",
    18: "no personal attention by staff",
    19: "staff do not see what my needs are",
    20: "my interests are not put first",
    21: "the hours do not suit me",
}
EN_1988 = [CHANGED_1988_EN.get(i, f"topic of item {i}") for i in range(22)]


def survey(wordings, pattern="{battery}{number}. {text}", batteries=("期望", "感知")):
    answers = np.random.default_rng(1)
    return pd.DataFrame(
        {
            pattern.format(battery=battery, number=i, text=text): answers.integers(1, 8, 12)
            for battery in batteries
            for i, text in enumerate(wordings, 1)
        }
    )


def refusal(table, instrument):
    with pytest.raises(ColumnError) as caught:
        read(table, instrument)
    return str(caught.value)


PATTERNS = [
    "{battery}{number} {text}",
    "{battery}—{number}、{text}",
    "3、{battery}—{number}.{text}",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_items_of_1988_are_not_read_under_the_numbers_of_1991(pattern):
    assert refusal(survey(ZH_1988, pattern), "servqual") == (
        "DataFrame: the headings word another form than servqual: q19 '员工不会给我个人关怀', "
        "q20 '员工不知道我的需求', q22 '营业时间不合我意'. Their numbers mean other items there. "
        "Read it with -i servqual-1988."
    )


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    ("wordings", "instrument"), [(ZH_1988, "servqual-1988"), (ZH_1991, "servqual")]
)
def test_the_form_that_the_headings_word_is_read(pattern, wordings, instrument):
    guests = read(survey(wordings, pattern), instrument)

    assert guests.ratings["perception"].shape == (12, 22)


def test_the_items_of_1991_are_not_read_under_the_numbers_of_1988():
    text = refusal(survey(ZH_1991), "servqual-1988")

    assert "q19 '营业时间合我意'" in text
    assert text.endswith("Read it with -i servqual.")


def test_the_items_of_1988_worded_positively_need_a_copy_of_the_questionnaire():
    under_1991 = refusal(survey(ZH_1988_POSITIVE), "servqual")
    under_1988 = refusal(survey(ZH_1988_POSITIVE), "servqual-1988")

    for text in (under_1991, under_1988):
        assert "worded positively" in text
        assert "servqual-1988.toml under another id, remove reverse = true" in text


def test_english_headings_are_told_apart_too():
    assert "Read it with -i servqual-1988" in refusal(
        survey(EN_1988, batteries=("E", "P")), "servqual"
    )


def test_negative_sentences_under_the_numbers_of_1991_are_refused():
    wordings = [f"说法{i}" for i in range(1, 23)]
    for place in (9, 10, 11, 17, 20):
        wordings[place] = f"员工没有做到第{place}点"

    text = refusal(survey(wordings), "servqual")

    assert "items that servqual words positively are worded negatively" in text
    assert "-i servqual-1988" in text


def test_headings_of_both_forms_fit_neither():
    wordings = [*ZH_1991[:16], *ZH_1988_POSITIVE[16:]]

    assert "the headings mix two forms of SERVQUAL" in refusal(survey(wordings), "servqual")


def test_perceptions_alone_are_looked_at_as_well():
    table = survey(ZH_1988, batteries=("感知",))

    assert "the headings word another form than servperf" in refusal(table, "servperf")


def test_one_unusual_heading_is_no_other_form():
    wordings = [*ZH_1991]
    wordings[16] = "员工获得支持"

    assert read(survey(wordings)).ratings["expectation"].shape == (12, 22)


def test_never_too_busy_is_not_negative():
    wordings = [*ZH_1991]
    wordings[12] = "员工再忙也不会不理我"

    assert read(survey(wordings)).ratings["expectation"].shape == (12, 22)


def test_bare_numbers_say_nothing_about_the_form():
    table = pd.DataFrame({f"{b}{i}": [6, 7] for b in "EP" for i in range(1, 23)})

    assert read(table, "servqual-1988").ratings["perception"].shape == (2, 22)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_of_another_shipped_questionnaire_name_it(language):
    other = load_instrument("servqual-1988")
    sentences = {
        item.wording[b][language].replace("{service}", other.service[language]): [6, 5]
        for b in ("expectation", "perception")
        for item in other.items
    }

    assert refusal(pd.DataFrame(sentences), "servqual") == (
        "DataFrame: the headings word every item of servqual-1988. Read them with -i servqual-1988."
    )
    assert read(pd.DataFrame(sentences), "servqual-1988").ratings["perception"].shape == (2, 22)


def test_a_mapping_file_does_not_silence_the_wording(tmp_path):
    table = survey(ZH_1988)
    (tmp_path / "map.toml").write_text(propose_mapping(table), "utf-8")

    with pytest.raises(ColumnError, match="Read it with -i servqual-1988"):
        read(table, mapping=tmp_path / "map.toml")


def test_a_mapping_file_may_put_sentences_under_their_items(tmp_path):
    table = survey(ZH_1991)
    lines = []
    for header in table.columns:
        battery = "expectation" if header.startswith("期望") else "perception"
        number = int(header.split(".")[0][2:])
        lines.append(f'"{header}" = "{battery}.q{number}"')
    (tmp_path / "map.toml").write_text("[columns]\n" + "\n".join(lines) + "\n", "utf-8")

    assert read(table, mapping=tmp_path / "map.toml").ratings["perception"].shape == (12, 22)
