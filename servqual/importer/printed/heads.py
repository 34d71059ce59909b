"""What the columns of a printed table hold, by their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from servqual.importer.words import column_words, squash

BATTERIES = ("expectation", "perception", "minimum", "desired", "importance", "satisfaction")
_MORE_WORDS = {
    "perception": ("received", "delivered", "delivery", "服务感知", "顾客感知", "实际服务"),
    "expectation": ("expectedservice", "wanted", "顾客期望值", "期望服务"),
}
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "item", "dimension", "dim", "name", "construct", "variable", "factor", "attribute", "id",
        "statement", "question", "题项", "维度", "指标", "变量", "项目", "名称", "构念",
    ),
    "topic": ("topic", "wording", "text", "label", "内容", "题项内容", "说明"),
    "battery": ("battery", "rating", "ratings", "set", "measure", "类型", "测量"),
    "gap": (
        "gap", "difference", "diff", "meandifference", "meangap", "gapmean", "gapscore", "p-e",
        "pe", "sq", "servqual", "servqualscore", "差距", "差值", "差距均值", "均值差",
        "服务质量差距",
    ),
    "adequacy": ("adequacy", "msa", "adequacygap", "适当性差距"),
    "superiority": ("superiority", "mss", "superioritygap", "优越性差距"),
    "sd_gap": (
        "sdgap", "gapsd", "sddifference", "sddiff", "differencesd", "差距标准差", "差值标准差",
    ),
    "se": ("se", "sem", "stderror", "standarderror", "segap", "gapse", "标准误"),
    "ci_low": ("lo", "low", "lower", "cilow", "cilower", "lowerci", "lowerlimit", "ll", "下限"),
    "ci_high": ("hi", "high", "upper", "cihigh", "ciupper", "upperci", "upperlimit", "ul", "上限"),
    "ci": (
        "ci", "95ci", "ci95", "95%ci", "confidenceinterval", "interval", "置信区间", "95置信区间",
    ),
    "t": ("t", "tvalue", "tstatistic", "tstat", "pairedt", "t值"),
    "df": ("df", "自由度"),
    "p": ("pvalue", "sig", "significance", "p值", "显著性"),
    "n": (
        "n", "count", "responses", "respondents", "samplesize", "样本量", "人数", "有效回答",
        "样本数",
    ),
    "alpha": (
        "alpha", "cronbachalpha", "cronbachsalpha", "cronbach", "α", "信度", "α系数", "cronbachα",
    ),
    "items": ("items", "k", "nitems", "numberofitems", "itemcount", "题项数", "题数"),
    "loading": ("loading", "loadings", "factorloading", "factorloadings", "因子载荷", "载荷"),
    "cr": ("cr", "compositereliability", "组合信度"),
    "ave": ("ave", "averagevarianceextracted", "平均方差抽取量"),
    "mean": ("mean", "m", "average", "均值", "平均值", "平均分"),
    "sd": ("sd", "std", "standarddeviation", "标准差"),
    "maximum": ("max", "maximum", "最大值"),
}  # fmt: skip
_STATISTICS = {
    "mean": "mean", "m": "mean", "sd": "sd", "std": "sd", "n": "n", "max": "maximum", "med": "",
    "median": "", "min": "",
}  # fmt: skip
_APART = re.compile(r"[\s_\-.:/()（）\[\]]+")


@dataclass(frozen=True)
class Head:
    """What one column holds: a figure, '' for nothing that is used; and its group, '' for all."""

    figure: str
    group: str = ""


def battery_of(word: str) -> str:
    """Return the battery (or ``gap``) that a word names, '' for none.

    Examples
    --------
    >>> battery_of("expected"), battery_of("difference"), battery_of("感知"), battery_of("price")
    ('expectation', 'gap', 'perception', '')
    """
    squashed = squash(word)
    return _battery_words().get(squashed, "gap" if squashed in _OTHERS["gap"] else "")


@cache
def _battery_words() -> Mapping[str, str]:
    """Return squashed word -> battery."""
    known = column_words()["batteries"]
    return {
        squash(word): battery
        for battery in BATTERIES
        for word in (battery, *known.get(battery, ()), *_MORE_WORDS.get(battery, ()))
    }


@cache
def _whole() -> Mapping[str, str]:
    """Return squashed heading -> figure."""
    found: dict[str, str] = {}
    for word, battery in _battery_words().items():
        for sd in ("sd", "std", "标准差"):
            found |= {f"{sd}{word}": f"sd_{battery}", f"{word}{sd}": f"sd_{battery}"}
        for mean in ("mean", "m", "均值", "平均值", "score", "得分"):
            found |= {f"{mean}{word}": battery, f"{word}{mean}": battery}
        found |= {f"n{word}": f"n_{battery}", f"{word}n": f"n_{battery}", word: battery}
    for figure, words in _OTHERS.items():
        found |= {squash(word): figure for word in words}
    return found


def heads_of(headers: Sequence[str]) -> list[Head]:
    """Return what each column holds.

    ``P`` beside a column of expectations is what was perceived, ``p`` a probability; ``min`` beside
    ``desired`` is the least that people accept, else the lowest answer seen.
    """
    found = [_head(header) for header in headers]
    figures = {head.figure for head in found}
    wanted = {"expectation", "minimum", "desired"} & figures
    for k, header in enumerate(headers):
        if header.strip() == "P" and wanted:
            found[k] = Head("perception")
        elif squash(header) == "p" and not (header.strip() == "P" and wanted):
            found[k] = Head("p")
        elif squash(header) in ("min", "m") and "desired" not in figures:
            found[k] = Head("mean" if squash(header) == "m" else "")
    return found


def _head(header: str) -> Head:
    """Return what one heading says by itself."""
    figure = _whole().get(squash(header), "")
    if figure:
        return Head(figure)
    prefix, _, last = _APART.sub(" ", header).strip().rpartition(" ")
    if prefix and last.casefold() in _STATISTICS:
        return Head(_STATISTICS[last.casefold()], prefix)
    return Head("")


def known_headings() -> str:
    """Return examples of headings, for messages."""
    return "E, SD E, P, SD P, gap, SD gap, n, t, lower, upper; 期望, 感知, 差距, 标准差"
