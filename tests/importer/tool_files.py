"""The same three people in the files of every survey tool: six items, expectation and perception.

The third person left one perception blank and was not shown the last one where a tool tells that.
"""

import csv
import io

import openpyxl

ITEMS_EN = (
    "Modern-looking equipment",
    "Service performed as promised",
    "Prompt service",
    "Staff can be trusted",
    "Individual attention",
    "Opening hours convenient",
)
ITEMS_ZH = (
    "设备先进",
    "按承诺提供服务",
    "服务及时",
    "员工值得信赖",
    "给予个别关注",
    "营业时间方便",
)
EXPECTED = ((5, 4, 4, 5, 4, 4), (5, 3, 5, 5, 5, 4), (4, 5, 4, 4, 5, 5))
RECEIVED = ((4, 4, 2, 4, 4, 5), (4, 3, 5, 3, 3, 5), (4, 3, None, 4, 1, None))
WORDS_EN = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
WORDS_ZH = ("非常不同意", "不同意", "一般", "同意", "非常同意")


def answers(words=None, blank="", hidden=""):
    """Return the twelve answers of each person, in words or as numbers."""
    rows = []
    for expected, received in zip(EXPECTED, RECEIVED, strict=True):
        cells = [str(a) if words is None else words[a - 1] for a in (*expected, *received) if a]
        if received[2] is None:
            cells = [*cells[:8], blank, *cells[8:], hidden]
        rows.append(cells)
    return rows


def joined(head, body, tail=()):
    """Return records with some columns before the answers, and some after."""
    after = tail or ([],) * len(body)
    return [[*h, *b, *t] for h, b, t in zip(head, body, after, strict=True)]


def csv_bytes(records, encoding="utf-8", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(records)
    return text.getvalue().encode(encoding)


def xlsx_bytes(records):
    book = openpyxl.Workbook()
    for record in records:
        book.active.append([cell or None for cell in record])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def blocks(expectation, perception, items, pattern):
    return [pattern.format(g, i) for g in (expectation, perception) for i in items]


# -- Qualtrics -------------------------------------------------------------------------------------

_QUALTRICS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
_CODES = [f"Q{q}_{j}" for q in (2, 3) for j in range(1, 7)]
_QUESTIONS = blocks(
    "What do you expect of an excellent bank?",
    "What do you experience at our bank?",
    ITEMS_EN,
    "{} - {}",
)


def qualtrics(quote='"', status=("0", "0", "0", "1"), rows=3, blank="-99", hidden=""):
    """Return an export of three people and a preview, with as many rows of headings."""
    ids = [i for _, _, i in _QUALTRICS] + [f"QID{q}_{j}" for q in (5, 7) for j in range(1, 7)]
    heads = [
        [*(c for c, _, _ in _QUALTRICS), *_CODES, ""],
        [*(t for _, t, _ in _QUALTRICS), *_QUESTIONS, ""],
        [f"{{{quote}ImportId{quote}:{quote}{i}{quote}}}" for i in ids] + [""],
    ]
    meta = [
        [
            f"2024-03-05 09:1{n}:00", f"2024-03-05 09:1{n + 1}:15", kind, "192.0.2.1", "100",
            "75", "0" if n == 2 else "1", f"R_{n}", "", "anonymous", "EN",
        ]
        for n, kind in enumerate(status)
    ]  # fmt: skip
    body = answers(blank=blank, hidden=hidden)
    return [*heads[:rows], *joined(meta, [*body, ["1"] * 12][: len(meta)], [[""]] * len(meta))]


def qualtrics_legacy():
    """Return an export of the older format, every code of a row standing twice."""
    meta = ("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
            "IPAddress", "Status", "StartDate", "EndDate", "Finished")  # fmt: skip
    codes = [f"V{i}" for i in range(1, 11)] + [f"row_{j}" for j in range(1, 7)] * 2 + [""]
    texts = [*meta, *(t.replace(" - ", "-") for t in _QUESTIONS), ""]
    head = [
        ["R_1", "Default", "Ann Lee", "", "", "192.0.2.1", s, "2024-03-05 09:10:00",
         "2024-03-05 09:11:15", "1"]
        for s in ("0", "0", "0", "2")
    ]  # fmt: skip
    return [codes, texts, *joined(head, [*answers(), ["1"] * 12], [[""]] * 4)]


# -- other tools in English ------------------------------------------------------------------------


def surveymonkey(numeric=False):
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    above = [*meta, "Gender?", "Channels?", "", "", "What do you expect of excellent companies?",
             *[""] * 5, "What did you experience at our company?", *[""] * 5,
             "Any other comments?"]  # fmt: skip
    below = [*[""] * 5, "Response", "Counter", "Mobile app", "Other (please specify)",
             *ITEMS_EN, *ITEMS_EN, "Open-Ended Response"]  # fmt: skip
    ticks = [["1", "2", ""], ["", "2", "by fax"], ["1", "", ""]]
    if not numeric:
        ticks = [["Counter", "Mobile app", ""], ["", "Mobile app", "by fax"], ["Counter", "", ""]]
    head = [
        [f"1180000000{n}", "4400", "03/05/2024 09:12:33 AM", "03/05/2024 09:13:48 AM",
         "192.0.2.1", "Female", *ticks[n]]
        for n in range(3)
    ]  # fmt: skip
    body = answers(None if numeric else WORDS_EN)
    return [above, below, *joined(head, body, [["too slow"], [""], [""]])]


def google_forms():
    heads = blocks("What do you expect?", "What did you experience?", ITEMS_EN, "{} [{}]")
    head = [[f"2024/03/05 9:12:3{n} AM GMT+7", "a@example.com"] for n in range(3)]
    return [["Timestamp", "Email Address", *heads], *joined(head, answers(WORDS_EN))]


def microsoft_forms():
    heads = [f"{h}\u00a0" for h in blocks("Expectation", "Perception", ITEMS_EN, "{}: {}")]
    meta = ["ID", "Start time", "Completion time", "Email", "Name", "Which channels?\u00a0"]
    head = [
        [str(n), "2024-03-05 09:12:33", "2024-03-05 09:13:48", "anonymous", "", "App;Phone;"]
        for n in (1, 2, 3)
    ]
    return [[*meta, *heads], *joined(head, answers(WORDS_EN))]


def typeform():
    heads = blocks("What you expect", "What you experienced", ITEMS_EN, "{}: {}")
    meta = ["#", "Counter", "Mobile app", "Other", "Other"]
    head = [["aa1", "Counter", "", "", ""], ["aa2", "", "Mobile app", "fax", ""],
            ["aa3", "", "Mobile app", "", "post"]]  # fmt: skip
    tail = [["2024-03-05 09:12:33", "2024-03-05 09:13:48", "f00"]] * 3
    ends = ["Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    return [[*meta, *heads, *ends], *joined(head, answers(), tail)]


def limesurvey(style="codes"):
    """Return an export with headings as codes, as full text, or as both."""
    codes = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    texts = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    code_items = [f"{b}[SQ00{j}]" for b in "EP" for j in range(1, 7)]
    text_items = blocks("What do you expect?", "What did you experience?", ITEMS_EN, "{} [{}]")
    heads = {
        "codes": [*codes, *code_items],
        "text": [*texts, *text_items],
        "both": [f"{c}. {t}" for c, t in zip(codes, texts, strict=True)]
        + [f"{c}. {t}" for c, t in zip(code_items, text_items, strict=True)],
    }[style]
    head = [[str(n), "" if n == 2 else "2024-03-05 09:13:48", "3", "en", "17"] for n in (1, 2, 3)]
    return [heads, *joined(head, answers(hidden="N/A"))]


def redcap():
    names = [f"{b}{j}" for b in "ep" for j in range(1, 7)]
    heads = ["record_id", "redcap_survey_identifier", "visit_timestamp", "channel___1",
             "channel___2", *names, "visit_complete"]  # fmt: skip
    head = [[str(n), "", "2024-03-05 09:12:33" if n < 3 else "[not completed]", "0", "1"]
            for n in (1, 2, 3)]  # fmt: skip
    return [heads, *joined(head, answers(), [["2"]] * 3)]


def redcap_dictionary():
    heads = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
             "Choices, Calculations, OR Slider Labels", "Identifier?",
             "Matrix Group Name"]  # fmt: skip
    points = " | ".join(f"{i}, {word}" for i, word in enumerate(WORDS_EN, start=1))
    rows = [["record_id", "visit", "", "text", "Record ID", "", "", ""],
            ["channel", "visit", "", "checkbox", "Which channels?", "1, Counter | 2, App",
             "", ""]]  # fmt: skip
    for letter, group in (("e", "What do you expect?"), ("p", "What did you experience?")):
        for j, item in enumerate(ITEMS_EN, start=1):
            first = group if j == 1 else ""
            rows.append([f"{letter}{j}", "visit", first, "radio", item, points, "", letter])
    return [heads, *rows]


def kobo(labels=False, groups=True):
    names = [f"{b}{j}" for b in "ep" for j in range(1, 7)]
    stems = ["expect"] * 6 + ["percep"] * 6
    heads = [f"{s}/{n}" if groups else n for s, n in zip(stems, names, strict=True)]
    if labels:
        heads = blocks("Expectation", "Perception", ITEMS_EN, "{}/{}")
    ends = ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    head = [
        ["2024-03-05T09:12:33.000+07:00", "2024-03-05T09:13:48.000+07:00", "app", "0", "1"]
        for _ in range(3)
    ]
    tail = [[str(n), f"u{n}", "2024-03-05T09:14:00", "", str(n)] for n in (1, 2, 3)]
    tail[1][3] = "Not approved"
    meta = ["start", "end", "channels", "channels/counter", "channels/app"]
    return [[*meta, *heads, *ends], *joined(head, answers(), tail)]


# -- tools in Chinese ------------------------------------------------------------------------------

_WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]


def _wjx_head(times=("60秒", "1分15秒", "86秒")):
    return [
        [str(n), f"2024/3/5 09:12:3{n}", t, "微信", "直接访问", "192.0.2.1(北京-北京)"]
        for n, t in enumerate(times, start=1)
    ]


def wjx_text():
    """Return 问卷星 按文本: a matrix heading is question—row."""
    heads = blocks("3、您的期望", "4、您的实际感知", ITEMS_ZH, "{}—{}")
    head = [[*row, "柜台┋手机APP"] for row in _wjx_head()]
    body = answers(WORDS_ZH, "(空)", "(跳过)")
    return [[*_WJX, "2、服务渠道【多选题】", *heads, "5、建议"],
            *joined(head, body, [["排队久"], ["(空)"], ["(空)"]])]  # fmt: skip


def wjx_codes(expectation="3、期望", perception="4、感知"):
    """Return 问卷星 按序号 with ticks of options and a total."""
    heads = blocks(expectation, perception, ITEMS_ZH, "{}—{}")
    head = [[*row, "0", "1"] for row in _wjx_head()]
    body = answers(blank="-2", hidden="-3")
    return [[*_WJX, "第2题(柜台)", "第2题(手机APP)", *heads, "总分"],
            *joined(head, body, [["49"], ["50"], ["31"]])]  # fmt: skip


def tencent():
    meta = ["编号", "开始答题时间", "结束答题时间", "答题时长", "语言", "清洗数据结果", "用户类型",
            "昵称", "IP", "2.渠道:柜台", "2.渠道:手机APP"]  # fmt: skip
    heads = blocks("3.期望", "4.感知", ITEMS_ZH, "{}:{}")
    head = [
        [str(n), "2024-03-05 09:12:33", "2024-03-05 09:13:48", "1分15秒", "简体中文", result,
         "匿名用户", "", "192.0.2.1", "", "手机APP"]
        for n, result in enumerate(("有效", "无效", "有效"), start=1)
    ]  # fmt: skip
    return [[*meta, *heads, ""], *joined(head, answers(WORDS_ZH), [[""]] * 3)]
