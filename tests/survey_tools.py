"""Survey tools as they take a form in and give answers out, played by a few lines each.

Each function reads the file that was made for the tool, and returns the table that the tool would
export, laid out as in genuine exports of it.
"""

import csv
import html
import io
import re
from dataclasses import dataclass, field
from itertools import pairwise

from servqual.forms import limesurvey, qualtrics, wjx
from servqual.forms.questions import Comment, Matrix, Points, Ranking
from servqual.forms.tools import row_text
from servqual.writer.forms import xlsform

WRITERS = {"xlsform": xlsform, "limesurvey": limesurvey, "qualtrics": qualtrics, "wjx": wjx}


@dataclass
class Question:
    """A column of a survey: its heading, its wording, and the answers to choose from."""

    heading: str
    text: str = ""
    answers: list = field(default_factory=list)  # (code, words); none where people write


def form_of(tool, asked):
    """Return the file that is made for a tool; one file holds what was asked for."""
    files = WRITERS[tool].write([asked])
    assert len(files) == 1
    return next(iter(files.values()))


def exported(tool, asked, people, words=True):
    """Return the table that a tool exports, as words or as codes."""
    questions = PARSERS[tool](form_of(tool, asked), asked)
    codes = [code_of(question.heading, asked, question.text) for question in questions]
    columns = list(zip(codes, questions, strict=True))
    told = [[_cell(asked, *column, person, words) for column in columns] for person in people]
    return EXPORTERS[tool](questions, told)


def code_of(heading, asked, text=""):
    """Return which question of the form a heading is, by letters and digits alone."""
    flat = {_flat(code): code for code in asked.codes}
    found = flat.get(_flat(heading)) or flat.get(_flat(heading.rpartition("/")[2]))
    if found is None and text:
        found = _by_text(asked, text)
    assert found is not None, heading
    return found


def _flat(code):
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\[SQ0*", "", code).casefold())


def _by_text(asked, text):
    """Return the question whose own words stand in a text, for tools without codes."""
    for block in asked.blocks:
        for row in getattr(block, "rows", ()):
            if isinstance(block, Matrix) and text.startswith(f"{row.code}. "):
                return row.code
            if isinstance(block, Points | Ranking) and text.endswith(
                tuple(row_text(block, row, language) for language in ("en", "zh"))
            ):
                return row.code
        if not hasattr(block, "rows") and text.endswith(block.text):
            return block.code
    return next((c for c, _ in asked.constants if text in ("Form", "问卷版本")), None)


def _cell(asked, code, question, person, words):
    answer = person.get(code)
    if answer is None:
        return None
    options = options_of(asked, code)
    if not question.answers or not options:
        return answer
    told = question.answers[options.index(answer)]
    return told[1] if words else told[0]


def options_of(asked, code):
    """Return the answers to a question in order, as the people give them."""
    for block in asked.blocks:
        if isinstance(block, Comment):
            continue
        if isinstance(block, Ranking) and code in [row.code for row in block.rows]:
            return [str(place) for place in range(1, len(block.rows) + 1)]
        if isinstance(block, Matrix) and code in [row.code for row in block.rows]:
            return [*(o.value for o in block.options), *(m.label for m in block.missing)]
        if getattr(block, "code", None) == code and not isinstance(block, Matrix):
            return [o.value for o in block.options]
    return [value for c, value in asked.constants if c == code]


# -- ODK and KoboToolbox --------------------------------------------------------------------------


def _parse_xlsform(content, asked):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    survey, choices = (_records(book[name]) for name in ("survey", "choices"))
    label = next(head for head in survey[0] if head.startswith("label::"))
    found, groups = [], []
    for row in survey:
        kind, _, name = row["type"].partition(" ")
        if kind == "begin_group":
            groups.append(row["name"])
        elif kind == "end_group":
            groups.pop()
        elif kind not in ("start", "end", "note"):
            answers = [(c["name"], c[label]) for c in choices if c["list_name"] == name]
            text = "" if kind == "calculate" else row[label]
            found.append(Question("/".join([*groups, row["name"]]), text, answers))
    for question in found:
        code_of(question.heading.split("/")[-1], asked)
    return found


def _records(sheet):
    heads, *rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _kobo(questions, told):
    heads = ["start", "end", *(q.heading for q in questions)]
    heads += ["_id", "_uuid", "_submission_time", "_validation_status", "__version__", "_index"]
    rows = [
        [
            f"2026-03-05T09:{k % 60:02}:33.000+07:00",
            f"2026-03-05T09:{k % 60:02}:59.000+07:00",
            *(cell or "" for cell in row),
            *(str(500000 + k), f"00000000-0000-4000-8000-{k:012}", "2026-03-05T10:16:53"),
            *("", "v1", str(k + 1)),
        ]
        for k, row in enumerate(told)
    ]
    return _csv([heads, *rows], delimiter=";", quoting=csv.QUOTE_ALL)


# -- LimeSurvey -----------------------------------------------------------------------------------


def _parse_limesurvey(content, _asked):
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t")
    found, parent = [], None
    for row in rows:
        name, text = row["name"], _unmarked(row["text"])
        if row["class"] == "Q":
            parent = [Question(name, text)]
            found.append((row["type/scale"], parent))
        elif row["class"] == "SQ":
            if "[" not in parent[0].heading:
                code = parent.pop().heading
            parent.append(Question(f"{code}[{name}]", text))
        elif row["class"] == "A":
            for question in parent:
                question.answers.append((name, text))
    return [question for _, questions in found for question in questions]


def _limesurvey(questions, told):
    heads = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"]
    rows = [
        [
            *(str(k + 1), "2026-03-05 09:15:53", "6", "en", str(91000 + k)),
            *("2026-03-05 09:12:33", "2026-03-05 09:15:53"),
            *("N/A" if cell is None else cell for cell in row),
        ]
        for k, row in enumerate(told)
    ]
    return _csv([[*heads, *(q.heading for q in questions)], *rows], quoting=csv.QUOTE_ALL)


# -- Qualtrics ------------------------------------------------------------------------------------


def _parse_qualtrics(content, _asked):
    head, *pieces = re.split(r"^\[\[Question:", content.decode("utf-8"), flags=re.MULTILINE)
    found = []
    for piece in pieces:
        kind, body = piece.split("]]", 1)
        body = re.split(r"\[\[Block:", body)[0]
        code = re.search(r"\[\[ID:(.+?)\]\]", body)[1]
        text, *lists = re.split(r"\[\[(?:Advanced)?(?:Choices|Answers)\]\]", body.split("]]", 1)[1])
        lists = [_choices(part) for part in lists]
        text = _unmarked(text)
        if kind.startswith("Matrix"):
            rows, answers = lists
            found += [Question(f"{code}_{n}", f"{text} - {row}", answers) for n, row in rows]
        elif kind in ("ConstantSum", "RankOrder"):
            found += [Question(f"{code}_{n}", f"{text} - {row}") for n, row in lists[0]]
        elif kind != "DB":
            found.append(Question(code, text, lists[0] if lists else []))
    return found + [Question(c, c) for c in re.findall(r"\[\[ED:(\w+):", head)]


def _choices(part):
    """Return code and words of a list of choices, numbered where no code is given."""
    if "[[" not in part:
        lines = [line for line in part.strip().splitlines() if line]
        return [(str(n), _unmarked(line)) for n, line in enumerate(lines, 1)]
    pairs = re.findall(r"\[\[(?:Choice|Answer):(.+?)\]\]\n(.+)", part)
    return [(code, _unmarked(text)) for code, text in pairs]


def _qualtrics(questions, told):
    codes = ["StartDate", "EndDate", "Status", "Progress", "Duration (in seconds)", "Finished"]
    codes += ["RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage"]
    texts = ["Start Date", "End Date", "Response Type", "Progress", "Duration (in seconds)"]
    texts += ["Finished", "Recorded Date", "Response ID", "Distribution Channel", "User Language"]
    ids = [*codes, *(f"QID{n}" for n in range(len(questions)))]
    day = "2026-03-05 09:15:53"
    rows = [
        [day, day, "IP Address", "100", "180", "True", day, f"R_{k:015}", "anonymous", "EN"]
        + [cell or "" for cell in row]
        for k, row in enumerate(told)
    ]
    heads = [
        [*codes, *(q.heading for q in questions)],
        [*texts, *(q.text for q in questions)],
        [f'{{"ImportId":"{name}"}}' for name in ids],
    ]
    return _csv([*heads, *rows])


# -- 问卷星 ---------------------------------------------------------------------------------------


def _parse_wjx(content, _asked):
    lines = content.decode("utf-8-sig").split("\n")
    found = []
    starts = [n for n, line in enumerate(lines) if taken_for_a_question(line)] + [len(lines)]
    for number, (first, last) in enumerate(pairwise(starts), 1):
        title, kind = re.match(r"(?:\d+\. )?(.*)\[(\w+)\]$", lines[first]).groups()
        below = [
            line for line in lines[first + 1 : last] if line.strip() and "[段落说明]" not in line
        ]
        head = f"{number}、{title}"
        if kind == "矩阵单选题":
            answers = [*enumerate(re.split(r"[ \t]+", below[0]), 1)]
            answers = [(str(n), text) for n, text in answers]
            found += [Question(f"{head}—{row}", row, answers) for row in below[1:]]
        elif kind == "比重题":
            found += [Question(f"{head}—{row}", row) for row in below]
        else:
            # a blank would part an answer into several
            answers = [text for line in below for text in re.split(r"[ \t]+", line)]
            answers = [(str(n), text) for n, text in enumerate(answers, 1)]
            found.append(Question(head, title, answers))
    return found


def taken_for_a_question(line):
    """Say whether 问卷星 begins a question at a line: it has a number, which is no amount."""
    number = re.match(r"[\s\u3000]*[A-Za-z]?\d+", line)
    amount = re.match(r"\s*\d+(\s*[-－—~～]{1,3}\s*\d+|[次万%千小年以岁元人本个后级分])", line)
    in_table = re.match(r"[A-Za-z]+\d+\. |\d+( =.*)? \d+|\d+\s=", line)
    return bool(number) and not amount and not in_table


def _wjx(questions, told):
    heads = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    heads += [q.heading for q in questions]
    rows = [
        [
            str(k + 1),
            "2026/3/5 09:12:33",
            f"{150 + k}秒",
            "微信",
            "直接访问",
            "192.0.2.1(北京-北京)",
        ]
        + ["(跳过)" if cell is None else cell for cell in row]
        for k, row in enumerate(told)
    ]
    return _csv([heads, *rows])


def _unmarked(text):
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).strip()


def _csv(rows, **how):
    text = io.StringIO()
    csv.writer(text, **how).writerows(rows)
    return text.getvalue()


PARSERS = {
    "xlsform": _parse_xlsform,
    "limesurvey": _parse_limesurvey,
    "qualtrics": _parse_qualtrics,
    "wjx": _parse_wjx,
}
EXPORTERS = {"xlsform": _kobo, "limesurvey": _limesurvey, "qualtrics": _qualtrics, "wjx": _wjx}
