"""A consultant's afternoon: two exports, last year's printed table, and a study folder for them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

import servqual as sq

WORDS_ZH = ("非常不同意", "不同意", "一般", "同意", "非常同意")
WORDS_EN = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
BRANCHES = ("中心店", "滨江店")
META_ZH = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的网点：")
META_EN = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("ResponseId", "Response ID", "_recordId"),
    ("UserLanguage", "User Language", "userLanguage"),
    ("branch", "branch", "branch"),
)

STUDY = """[study]
client = { zh = "曙光酒店", en = "Hotel Aurora" }
service = { zh = "酒店", en = "hotel" }
languages = ["zh", "en"]

[data]
files = [
  { file = "data/wjx.csv", source = "问卷星", mode = "微信", language = "zh", scale = "1-5" },
  { file = "data/qualtrics.csv", source = "Qualtrics", mode = "email", scale = "1-5" },
]

[fieldwork]
start = 2026-05-04
end = 2026-05-29
invited = 600
unit = "branch"

[promise]
min_cell = 15
comments = "never"
text = { zh = "只显示十五人以上的分组。", en = "We show no group of fewer than fifteen people." }
keep_until = 2027-12-31

[figures]
by = ["branch"]
sesoi = 0.5
sesoi_agreed_by = "李女士"

[report]
deliver = { zh = ["pdf"], en = ["docx", "pptx", "xlsx"] }
status = "final"
date = 2026-06-15
brand = "brand.toml"
notes = "notes.md"

[before]
file = "last-year.csv"
"""
NOTES = "# summary [zh]\n\n## after\n我们与两家门店的店长核对过这些结果。\n"


def answers(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 1-5 ratings of n people: what they expect, and a little less that they got."""
    rng = np.random.default_rng(seed)
    person = rng.normal(0, 0.5, (n, 1))
    expected = np.clip(np.rint(4.5 + 0.4 * person + rng.normal(0, 0.5, (n, 22))), 1, 5)
    received = np.clip(np.rint(3.7 + person + rng.normal(0, 0.7, (n, 22))), 1, 5)
    return expected.astype(int), received.astype(int)


def _topics(language: str) -> list[str]:
    """Return what the items are about, once for each battery."""
    return [item.topic[language] for item in sq.load_instrument("servqual").items] * 2


def _csv(records: list[list[str]], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(records)
    return text.getvalue().encode(encoding)


def wjx(n: int = 120, seed: int = 1) -> bytes:
    """Return a five-point export of 问卷星 in GBK, answers in words."""
    blocks = ("3、您对优秀酒店的期望", "4、您对本酒店的感知")
    wording = _topics("zh")
    head = [*META_ZH, *(f"{blocks[k // 22]}—{text}" for k, text in enumerate(wording))]
    records = [head]
    for i, rated in enumerate(np.hstack(answers(n, seed))):
        at = f"2026/5/{4 + i % 20} 10:{i % 60:02d}:11"
        meta = [str(i + 1), at, f"{200 + i}秒", "微信", "直接访问", "", BRANCHES[i % 2]]
        records.append([*meta, *(WORDS_ZH[code - 1] for code in rated)])
    return _csv(records, "gbk")


def qualtrics(n: int = 60, seed: int = 2) -> bytes:
    """Return an export of Qualtrics in English, three rows of headings, answers in words."""
    asked = ("What do you expect of an excellent hotel?", "What did you experience at our hotel?")
    wording = _topics("en")
    codes = [f"Q{2 + k // 22}_{1 + k % 22}" for k in range(44)]
    texts = [f"{asked[k // 22]} - {text}" for k, text in enumerate(wording)]
    ids = [*(i for _, _, i in META_EN), *(f"QID{5 + k // 22}_{1 + k % 22}" for k in range(44))]
    records = [
        [*(code for code, _, _ in META_EN), *codes],
        [*(text for _, text, _ in META_EN), *texts],
        [f'{{"ImportId":"{i}"}}' for i in ids],
    ]
    for i, rated in enumerate(np.hstack(answers(n, seed))):
        day = f"2026-05-{4 + i % 20:02d} 11:{i % 60:02d}"
        meta = [f"{day}:00", f"{day}:59", "IP Address", "", "100", str(240 + i), "True", f"R_{i}"]
        words = [WORDS_EN[code - 1] for code in rated]
        records.append([*meta, "EN", BRANCHES[i % 2], *words])
    return _csv(records, "utf-8")


def last_year() -> bytes:
    """Return last year's table as it was printed: n, mean and SD of what people said."""
    head = "dimension,n,E mean,E SD,P mean,P SD,gap,SD gap"
    names = ("Tangibles", "Reliability", "Responsiveness", "Assurance", "Empathy")
    rows = [f"{name},150,4.50,0.45,3.{50 + k},0.60,-{0.95 + (5 - k) / 100:.2f},0.70" for k, name in
            zip(range(0, 50, 10), names, strict=True)]  # fmt: skip
    return "\n".join([head, *rows]).encode()


def made(folder: Path) -> Path:
    """Return the study folder of that afternoon, ready to run."""
    place = sq.new_folder(folder, language="zh").folder
    (place / "data" / "wjx.csv").write_bytes(wjx())
    (place / "data" / "qualtrics.csv").write_bytes(qualtrics())
    (place / "last-year.csv").write_bytes(last_year())
    (place / "brand.toml").write_text('name = "Aurora Research"\n', "utf-8")
    (place / "notes.md").write_text(NOTES, "utf-8")
    (place / "study.toml").write_text(STUDY, "utf-8")
    return place
