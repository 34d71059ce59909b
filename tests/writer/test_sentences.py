"""What the report says: direction, size and certainty, in the exact words of both languages."""

import re
from dataclasses import replace

import pytest

from servqual.notes import Note, Notes
from servqual.results import (
    Contrast,
    GapRow,
    Gaps,
    OutcomeRow,
    Outcomes,
    Quotation,
    Quotations,
    Reliability,
    Theme,
    Themes,
)
from servqual.settings import ReportOptions, SampleFacts
from servqual.writer.exhibits.outcomes import outcomes
from servqual.writer.sections.comments import comments
from servqual.writer.sections.methods import methods
from servqual.writer.sections.results import dimensions as dimension_sections
from servqual.writer.sentences import (
    by_gap,
    chip,
    direction,
    group_sentences,
    largest_sentence,
    orders_sentence,
    perception_ranks,
    row_sentence,
    tone,
)
from servqual.writer.sentences_summary import data_verdict, title
from servqual.writer.themes import theme_findings, theme_notes, theme_rule
from servqual.writer.view import View
from tests.writer import studies

BANK = studies.bank()


def view(language="en", study=BANK, **options):
    options.setdefault("service", "bank" if language == "en" else "银行")
    return View(study, ReportOptions(language=language, **options))


def row(gap, low, high, verdict, *, row_id="reliability", level="dimension", n=629, of=4.40):
    return GapRow(
        level,
        row_id,
        "gap",
        "perception",
        "expectation",
        n=n,
        mean_of=of,
        mean_minus=None if gap is None else of - gap,
        gap=gap,
        ci_low=low,
        ci_high=high,
        verdict=verdict,
    )


LARGE = row(-1.984, -2.05, -1.91, "clearly_large")


@pytest.mark.parametrize(
    ("given", "en", "zh"),
    [
        (
            LARGE,
            "Reliability: perceptions average 4.40, below what people ask of an "
            "excellent bank (6.38). "
            "The gap is −1.98 (95% interval [−2.05, −1.91], n = 629). "
            "It is clearly larger than the smallest gap of interest, 0.5 points.",
            "可靠性的感知（4.40）低于顾客对优秀银行的期望（6.38），差距 −1.98 分"
            "（95% 置信区间 [−2.05, −1.91]，n = 629）。差距明显大于最小关注差距 0.5 分。",
        ),
        (
            row(-0.5, -0.66, -0.34, "size_open"),
            "Reliability: perceptions average 4.40, below what people ask of an "
            "excellent bank (4.90). "
            "The gap is −0.50 (95% interval [−0.66, −0.34], n = 629). "
            "That perceptions fall short is certain; whether by 0.5 points, this "
            "sample cannot tell.",
            "可靠性的感知（4.40）低于顾客对优秀银行的期望（4.90），差距 −0.50 分"
            "（95% 置信区间 [−0.66, −0.34]，n = 629）。"
            "低于期望可以确认，是否达到 0.5 分，本样本尚不能判定。",
        ),
        (
            row(-0.31, -0.39, -0.24, "small"),
            "Reliability: perceptions average 4.40, below what people ask of an "
            "excellent bank (4.71). "
            "The gap is −0.31 (95% interval [−0.39, −0.24], n = 629). "
            "It is smaller than the smallest gap of interest, 0.5 points, and no priority for now.",
            "可靠性的感知（4.40）低于顾客对优秀银行的期望（4.71），差距 −0.31 分"
            "（95% 置信区间 [−0.39, −0.24]，n = 629）。"
            "差距小于最小关注差距 0.5 分，暂不列为改进重点。",
        ),
        (
            row(-0.004, -0.08, 0.07, "none_that_matters"),
            "Reliability: perceptions average 4.40, what people ask of an excellent bank 4.40. "
            "The difference is 0.00 (95% interval [−0.08, +0.07], n = 629). "
            "Within ±0.5 points there is no gap that matters.",
            "可靠性：感知 4.40，顾客对优秀银行的期望 4.40，差距 0.00 分"
            "（95% 置信区间 [−0.08, +0.07]，n = 629）。"
            "在 ±0.5 分的范围内，可视为没有需要关注的差距。",
        ),
        (
            row(-0.6, -1.4, 0.2, "cannot_tell", n=9),
            "Reliability: perceptions average 4.40, what people ask of an excellent bank 5.00. "
            "The difference is −0.60 (95% interval [−1.40, +0.20], n = 9). "
            "This sample is not enough to tell whether there is a gap.",
            "可靠性：感知 4.40，顾客对优秀银行的期望 5.00，差距 −0.60 分"
            "（95% 置信区间 [−1.40, +0.20]，n = 9）。本样本不足以判断是否存在差距。",
        ),
        (
            row(0.5, 0.3, 0.7, "size_open"),
            "Reliability: perceptions average 4.40, above what people ask of an "
            "excellent bank (3.90). "
            "The gap is +0.50 (95% interval [+0.30, +0.70], n = 629). "
            "That perceptions lie above is certain; whether by 0.5 points, this "
            "sample cannot tell.",
            "可靠性的感知（4.40）高于顾客对优秀银行的期望（3.90），差距 +0.50 分"
            "（95% 置信区间 [+0.30, +0.70]，n = 629）。高出可以确认，"
            "是否达到 0.5 分，本样本尚不能判定。",
        ),
        (
            row(-2.0, None, None, "cannot_tell", n=1),
            "Reliability: perceptions average 4.40, what people ask of an excellent bank 6.40. "
            "The difference is −2.00 (n = 1; no interval). "
            "This sample is not enough to tell whether there is a gap.",
            "可靠性：感知 4.40，顾客对优秀银行的期望 6.40，差距 −2.00 分（n = 1，无法计算区间）。"
            "本样本不足以判断是否存在差距。",
        ),
        (
            row(None, None, None, "cannot_tell", n=0),
            "Reliability: too few people rated both sides, so there is no gap.",
            "可靠性：同时给出两方面评分的人太少，无法计算差距。",
        ),
    ],
)
def test_a_gap_in_words(given, en, zh):
    said = [row_sentence(view(language), given).replace("\u00a0", " ") for language in ("en", "zh")]

    assert said == [en, zh]


@pytest.mark.parametrize("verdict", ["none_that_matters", "cannot_tell"])
def test_no_shortfall_is_claimed_where_the_interval_holds_zero(verdict):
    given = row(-0.6, -1.3, 0.1, verdict)

    assert direction(given) == "level"
    assert tone(given) == "small"
    assert " below " not in row_sentence(view(), given)


def test_grey_is_for_gaps_that_are_certain_and_small():
    assert (tone(row(-0.3, -0.4, -0.2, "small")), tone(LARGE)) == ("small", "shortfall")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("should", "what people say any bank should offer"),
        ("excellent", "what people ask of an excellent bank"),
        ("desired", "what people want from this bank"),
        ("will", "what people thought they would get from this bank"),
        (None, "what people expect"),
    ],
)
def test_the_verb_follows_the_kind_of_expectation(kind, words):
    instrument = BANK.instrument.model_copy(update={"expectation_type": kind})

    assert view(study=replace(BANK, instrument=instrument)).wanted("gap") == words


def test_without_a_service_noun_the_questionnaire_gives_its_own():
    assert view(service="").wanted("gap") == "what people ask of an excellent company"


def test_a_questionnaire_without_a_service_noun_gets_a_plain_word():
    nameless = BANK.instrument.model_copy(update={"service": {}})

    assert view(study=replace(BANK, instrument=nameless), service="").service == "company"


# -- several gaps at once ----------------------------------------------------------------------


def dimensions(*verdicts):
    ids = BANK.instrument.dimension_ids
    sizes = {"clearly_large": -1.0, "size_open": -0.5, "small": -0.2}
    return [
        row(sizes.get(v, 0.0) - k / 100, -2, 2, v, row_id=ids[k]) for k, v in enumerate(verdicts)
    ]


def test_one_dimension_falls_short_and_two_fall_short():
    one = group_sentences(view(), dimensions("clearly_large", "small"))
    two = group_sentences(view(), dimensions("clearly_large", "clearly_large"))

    assert one == (
        "Tangibles falls short by clearly more than 0.5 points. "
        "Reliability falls short by less than 0.5 points, the smallest gap of interest."
    )
    assert two == "Reliability and tangibles fall short by clearly more than 0.5 points."


def test_dimensions_that_are_all_alike_get_one_sentence():
    assert group_sentences(view(), dimensions(*["clearly_large"] * 5)) == (
        "All five dimensions fall short by clearly more than 0.5 points."
    )


def test_items_are_counted_in_words_and_the_whole_is_called_all():
    rows = [row(-1.0, -1.2, -0.8, "clearly_large", row_id=f"q{k}", level="item") for k in (1, 2)]
    mixed = [*rows, row(-0.2, -0.3, -0.1, "small", row_id="q3", level="item")]

    assert group_sentences(view(), rows) == (
        "All two items fall short by clearly more than 0.5 points."
    )
    assert group_sentences(view(), mixed) == (
        "Of 3 items, two fall short by clearly more than 0.5 points. "
        "One falls short by less than 0.5 points."
    )
    assert group_sentences(view("zh"), mixed) == (
        "在 3 个题项中，2 项存在不足，差距明显大于 0.5 分；1 项略有不足，差距小于 0.5 分。"
    )


def contrast(other, *, tied, difference=0.1):
    low = -0.1 if tied else 0.05
    return Contrast("dimension", "gap", "reliability", other, 600, difference, 0.05, low, 0.3, tied)


def compared(*contrasts):
    others = [row(-1.0, -1.2, -0.8, "clearly_large", row_id=c.other) for c in contrasts]
    return Gaps(dimensions=(LARGE, *others), contrasts=contrasts)


@pytest.mark.parametrize(
    ("contrasts", "en"),
    [
        (
            [contrast("empathy", tied=False), contrast("assurance", tied=False)],
            "By the paired differences it is larger than every other.",
        ),
        (
            [contrast("empathy", tied=True), contrast("assurance", tied=False)],
            "By the paired difference it cannot be told apart from empathy: a tie.",
        ),
        (
            [contrast("empathy", tied=True, difference=0.2), contrast("assurance", tied=True)],
            "By the paired difference it cannot be told apart from assurance and "
            "empathy: they tie.",
        ),
    ],
)
def test_a_tie_is_stated_by_the_paired_difference_only(contrasts, en):
    said = largest_sentence(view(), compared(*contrasts), "dimension")

    assert said == f"The largest shortfall is that of reliability (−1.98). {en}"


def test_without_comparisons_nothing_is_said_about_ties():
    gaps = replace(compared(contrast("empathy", tied=True)), contrasts=())

    assert largest_sentence(view(), gaps, "dimension") == (
        "The largest shortfall is that of reliability (−1.98)."
    )


def test_a_tie_in_chinese():
    gaps = compared(contrast("empathy", tied=True))

    assert largest_sentence(view("zh"), gaps, "dimension") == (
        "差距最大的维度是可靠性（−1.98）。按配对比较，它与同理心的差距无法区分，并列。"
    )


def test_no_largest_shortfall_without_a_certain_one():
    gaps = Gaps(
        dimensions=(row(-0.1, -0.3, 0.1, "none_that_matters"), row(0.0, -0.1, 0.1, "small"))
    )

    assert largest_sentence(view(), gaps, "dimension") == ""


def items(gaps_and_means):
    return [
        row(gap, gap - 0.1, gap + 0.1, "clearly_large", row_id=f"q{k}", level="item", of=mean)
        for k, (gap, mean) in enumerate(gaps_and_means, start=1)
    ]


def test_the_two_orders_agree():
    rows = items([(-2.0, 4.0), (-1.9, 4.1), (-0.6, 5.0), (-0.5, 5.5)])

    assert orders_sentence(view(), rows) == (
        "The two largest shortfalls are also the two lowest perceptions."
    )


def test_the_two_orders_agree_in_part():
    rows = items([(-2.0, 4.0), (-1.9, 5.6), (-0.6, 4.5), (-0.5, 5.5)])

    assert orders_sentence(view(), rows) == (
        "Of the two largest shortfalls, one is also among the two lowest perceptions."
    )


def test_the_two_orders_disagree():
    rows = items([(-2.0, 5.0), (-1.9, 5.5), (-0.6, 4.0), (-0.5, 4.1)])

    assert orders_sentence(view(), rows).startswith(
        "The order by gap and the order by perception disagree. None of the two largest "
        "shortfalls is among the two lowest perceptions."
    )


def test_equal_perceptions_share_the_better_rank():
    assert perception_ranks(items([(-1, 4.0), (-1, 4.0), (-1, 5.0)])) == {"q1": 1, "q2": 1, "q3": 3}


def test_equal_gaps_keep_the_order_of_the_questionnaire():
    assert [r.id for r in by_gap(items([(-1, 4.0), (-2, 4.0), (-1, 5.0)]))] == ["q2", "q1", "q3"]


def test_a_figure_without_an_interval_by_its_nature_gets_no_verdict():
    plain = row(-0.7, None, None, "cannot_tell", row_id="weighted_aggregate", level="overall")

    assert chip(view(), plain) == "–"


# -- the finding as a title --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("study", "en", "zh"),
    [
        (
            BANK,
            "Perceptions fall short of what people ask of an excellent bank, most of "
            "all on reliability",
            "感知低于顾客对优秀银行的期望，可靠性的差距最大",
        ),
        (
            studies.shifted(0),
            "On the whole, perceptions meet what people ask of an excellent bank",
            "总体上，感知与顾客对优秀银行的期望相当",
        ),
        (
            studies.shifted(0, spread=False),
            "On the whole, perceptions meet what people ask of an excellent bank",
            "总体上，感知与顾客对优秀银行的期望相当",
        ),
        (
            studies.shifted(1),
            "Perceptions exceed what people ask of an excellent bank",
            "感知高于顾客对优秀银行的期望",
        ),
        (
            studies.shifted(-1),
            "Perceptions fall short of what people ask of an excellent bank",
            "感知低于顾客对优秀银行的期望",
        ),
        (
            studies.shifted(-0.25, n=800),
            "Perceptions fall only a little short of what people ask of an excellent bank",
            "感知略低于顾客对优秀银行的期望",
        ),
        (
            studies.one_person(),
            "This sample cannot tell whether perceptions meet what people ask of an excellent bank",
            "本样本不足以判断感知是否达到顾客对优秀银行的期望",
        ),
        (
            studies.servperf(),
            "Perceptions average 4.79 on a 1–7 scale, highest on assurance and lowest "
            "on reliability",
            "感知均值 4.79（1–7 分量表），保证性最高，可靠性最低",
        ),
        (
            studies.one_dimension(),
            "Perceptions fall short of what people ask of an excellent bank",
            "感知低于顾客对优秀银行的期望",
        ),
        (
            studies.zone(),
            "Perceptions exceed the least that people would accept, but they fall "
            "short on reliability",
            "感知总体高于顾客最低可接受的水平，但可靠性存在不足",
        ),
    ],
    ids=[
        "bank",
        "level",
        "equal",
        "above",
        "below",
        "little",
        "one",
        "servperf",
        "dimension",
        "zone",
    ],
)
def test_the_title_is_the_finding(study, en, zh):
    assert [title(view(language, study)) for language in ("en", "zh")] == [en, zh]


def without_overall():
    gaps = BANK.gaps
    overall = tuple(replace(r, n=0, gap=None, verdict="cannot_tell") for r in gaps.overall)
    return replace(BANK, gaps=replace(gaps, overall=overall))


def test_a_dimension_without_a_score_leaves_no_gap_of_the_whole_and_the_title_says_so():
    study = without_overall()
    whole = row_sentence(view(study=study), study.gaps.overall[0])

    assert title(view(study=study)) == (
        "Only some dimensions could be scored, so there is no overall gap"
    )
    assert title(view("zh", study)) == "只有部分维度可以计分，没有总体差距"
    assert whole == (
        "Overall: at least one dimension could not be scored, so there is no gap of the whole."
    )


def test_a_title_given_is_the_title():
    assert title(view(title=" Our year ")) == "Our year"


# -- the data ----------------------------------------------------------------------------------


def test_data_without_limits_are_usable():
    quality = replace(BANK.quality, n_suspect=0, n_suspect_left=0)
    sample = replace(BANK.sample, facts=SampleFacts(invited=900))

    assert data_verdict(view(study=replace(BANK, quality=quality, sample=sample))) == (
        "Data usable",
        "",
    )


def test_limits_are_counted_and_named():
    quality = replace(BANK.quality, n_suspect=1, n_suspect_left=1)

    assert data_verdict(view(study=replace(BANK, quality=quality))) == (
        "Data usable, with two limits",
        "How many people were invited is not stated, so the response rate is unknown; "
        "1 person gave answers that look careless and is kept.",
    )
    assert data_verdict(view("zh", replace(BANK, quality=quality))) == (
        "数据可用，但有以下 2 项限制",
        "受邀人数未说明，回答率无从得知；1 人的回答疑似不认真，仍予保留。",
    )


def test_a_doubt_about_the_reading_comes_before_everything():
    doubt = Note("batteries_swapped_suspected", {"n": 22, "items": 22})
    head, limits = data_verdict(view(study=replace(BANK, notes=Notes([doubt]))))

    assert head == "Check how the file was read before using these figures"
    assert limits.startswith(
        "One warning about the columns or their direction has to be settled first; "
    )


def test_one_answer_is_a_trial_run():
    head, _ = data_verdict(view(study=studies.one_person()))

    assert head == "Too few answers for conclusions: read this as a trial run"


# -- themes ----------------------------------------------------------------------------------------


def theme(name, items, large, *, n_items=4, mean=-1.5, here=None, tied=None, source="theme"):
    return Theme(name, source, "gap", items, n_items, large, here, mean, None, None, None, tied)


def with_themes(*rows):
    return replace(BANK, themes=Themes(rows))


@pytest.mark.parametrize(
    ("row", "chip_en", "en", "zh"),
    [
        (
            theme("promises", ("q5", "q8", "q10"), 3, n_items=3, here=2),
            "clearly large",
            "All of its three items fall short by clearly more than 0.5 points. "
            "Their mean gap is −1.50. Two of them lie in “Concentrate here”.",
            "3 个题项都存在不足，差距均明显大于 0.5 分。这些题项的平均差距为 −1.50 分。"
            "其中 2 个位于“优先改进区”。",
        ),
        (
            theme("help", ("q11", "q12", "q13"), 1),
            "clearly large on 1 of 3",
            "Three of its four items fall short for certain, one of them by clearly more than "
            "0.5 points. Their mean gap is −1.50.",
            "4 个题项中有 3 个存在不足，其中 1 个的差距明显大于 0.5 分。"
            "这些题项的平均差距为 −1.50 分。",
        ),
        (
            theme("help", ("q11",), 0),
            "shortfall, size open",
            "One of its four items falls short for certain; whether by 0.5 points is open.",
            "4 个题项中有 1 个确有不足，但是否达到 0.5 分尚难判定。",
        ),
        (
            theme("hours", ("q19",), 1, n_items=1),
            "clearly large",
            "Its one item falls short by clearly more than 0.5 points.",
            "该题项存在不足，差距明显大于 0.5 分。",
        ),
    ],
)
def test_a_theme_says_how_many_items_fall_short_and_how_sure_that_is(row, chip_en, en, zh):
    study = with_themes(row)
    (english,), (chinese,) = theme_findings(view(study=study)), theme_findings(view("zh", study))

    assert (english.chip, english.detail) == (chip_en, en)
    assert chinese.detail == zh


def test_a_theme_names_three_items_with_their_rank_by_perception():
    row = theme("help", ("q11", "q12", "q13", "q6"), 4)
    (found,) = theme_findings(view(study=with_themes(row)))
    gap = BANK.gaps.row("q11")
    rank = perception_ranks(BANK.gaps.items)["q11"]
    first = found.lines[0]
    limits = f"[−{abs(gap.ci_low):.2f}, −{abs(gap.ci_high):.2f}]"

    assert found.text == "Prompt and willing help"
    assert first.name == "Prompt service"
    assert first.figure.replace("\u00a0", " ") == f"−{abs(gap.gap):.2f} {limits}"
    assert first.beside == f"perceived {gap.mean_of:.2f} (rank {rank})"
    assert len(found.lines) == 3
    assert found.more == "and one more item"


def test_an_item_that_is_called_like_its_theme_is_named_once():
    (found,) = theme_findings(view(study=with_themes(theme("hours", ("q19",), 1))))

    assert (found.text, found.lines[0].name) == ("Convenient hours", "")


def test_themes_tie_only_by_the_paired_difference():
    first, other = theme("promises", ("q5",), 1), ("help", ("q11",), 1)
    tied = with_themes(first, theme(*other, tied=True))
    apart = with_themes(first, theme(*other, tied=False))
    unknown = with_themes(first, theme(*other))

    assert theme_notes(view(study=tied)).startswith(
        "By the paired difference, “Keeping promised times” cannot be told apart from "
        "“Prompt and willing help”: a tie. A theme holds items"
    )
    assert theme_notes(view("zh", tied)).startswith(
        "按配对比较，“兑现时间承诺”与“及时、主动的帮助”无法区分，并列。"
    )
    assert theme_notes(view(study=apart)).startswith(
        "By the paired differences, “Keeping promised times” stands apart from the others. "
    )
    assert theme_notes(view(study=unknown)).startswith("A theme holds items")


def test_at_most_three_themes_are_named():
    rows = [theme(name, ("q5",), 1) for name in ("promises", "help", "staff", "hours")]

    assert len(theme_findings(view(study=with_themes(*rows)))) == 3


def test_the_rule_of_the_themes_stands_in_the_methods():
    assert theme_rule(view(study=with_themes(theme("hours", ("q19",), 1)))).startswith(
        "Themes are groups of items that would be mended together, as the questionnaire file "
        "declares them: a judgement, not a finding. A theme counts if"
    )
    assert theme_rule(view()) == ""


# -- names ----------------------------------------------------------------------------------------


def test_a_name_that_reads_from_right_to_left_is_set_apart_in_its_sentence():
    assert view().quoted("سرعة الخدمة") == "“\u2068سرعة الخدمة\u2069”"
    assert view("zh").quoted("שירות") == "“\u2068שירות\u2069”"


def test_other_names_are_quoted_as_they_are():
    assert view().quoted("Prompt service") == "“Prompt service”"
    assert view("zh").quoted("服务及时") == "“服务及时”"


# -- dimensions whose items do not hang together ---------------------------------------------------


def weak(dimension):
    rows = [
        replace(r, alpha=0.55) if (r.battery, r.dimension) == ("gap", dimension) else r
        for r in BANK.reliability.rows
    ]
    return replace(BANK, reliability=Reliability(tuple(rows)))


def test_a_dimension_of_low_reliability_is_not_ranked_in_the_title():
    assert title(view()).endswith(", most of all on reliability")
    assert title(view(study=weak("reliability"))) == (
        "Perceptions fall short of what people ask of an excellent bank"
    )


def test_beside_the_order_of_dimensions_stands_which_are_not_to_be_ranked():
    lead = dimension_sections(view(study=weak("empathy")))[0].context["lead"]

    assert lead[-1].replace("\u00a0", " ") == (
        "Empathy stays below .70 for gaps (reliability .55): its items say different things, so "
        "read them one by one and do not rank that dimension by its score alone."
    )


def test_a_theme_that_is_a_weak_dimension_says_so():
    row = theme("reliability", ("q5", "q8"), 2, source="dimension")
    (found,) = theme_findings(view(study=replace(weak("reliability"), themes=Themes((row,)))))

    assert found.detail.endswith(
        "The items of this dimension hang together weakly (reliability of the gaps .55), so look "
        "at each of them rather than at the mean."
    )


# -- yes and no, sums, comments --------------------------------------------------------------------


def test_a_question_with_yes_or_no_is_not_coloured():
    row = OutcomeRow(
        *("problem", "yes_no", 400, 0.18, 0.38, 0.02, 0.14, 0.22, "yes", 0.18, 0.14, 0.22),
        *(0.18, 0.0, 0.82, {0: 328, 1: 72}),
    )
    found = outcomes(view(study=replace(BANK, outcomes=Outcomes((row,)))))

    assert found.figure is None
    assert [cell.text.replace("\u00a0", " ") for cell in found.table.rows[0]] == [
        *("Experienced a problem", "400", "0.18", "0.38"),
        *("Said yes 18%", "[14%, 22%]"),
    ]


def test_negative_terms_of_the_sum_stand_in_brackets():
    terms = dict(methods(view())[0].context["terms"])
    chinese = dict(methods(view("zh"))[0].context["terms"])

    assert re.search(r"alike: \((\(−\d\.\d\d\)|\d\.\d\d)( \+ [^+]+){4}\) / 5", terms["Overall"])
    assert "+ −" not in terms["Overall"] + chinese["总体"]


def test_comments_say_that_they_show_no_share():
    quotations = Quotations((Quotation("", "Quick & kind, ***"), Quotation("empathy", "They care")))
    (section,) = comments(view(study=replace(BANK, quotations=quotations)))

    assert section.context["quotes"] == ["“Quick & kind, ***”"]
    assert section.context["quotes_says"] == (
        "One comment, chosen by the analyst as an illustration: it does not show how many people "
        "think so. "
        "*** stands for what could tell who wrote it, or about whom."
    )
