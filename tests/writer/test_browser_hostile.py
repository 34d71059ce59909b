"""Names, texts and sizes that nobody expects: pages stay safe, whole and readable in a browser."""

import tomllib
from dataclasses import replace

import pytest

from servqual.instrument import parse_instrument
from servqual.notes import Note
from servqual.results import Quotation, Quotations
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.writer import studies

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
ARABIC = "سرعة الخدمة في الفرع الرئيسي"
EMOJI = "Smiles 😀👩‍👩‍👧 🇨🇳"
TOPIC = "How quickly somebody answers, explains what will happen next and keeps to it, however late"
TOPIC += " in the evening it may be then"  # 120 characters

# pairs of texts in one chart that lie upon each other
CLASHES = """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
    const boxes = [...chart.querySelectorAll('.annotation-text, .xtick text, .ytick text')]
        .filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBoundingClientRect()]);
    const found = [];
    boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
        const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (across > 3 && down > 4) found.push(`${chart.id}: ${a} / ${b}`);
    }));
    return found;
})"""


def questionnaire(
    n_items=22, low=1, high=7, topics=lambda j: f"Topic {j + 1}", importance="points"
):
    """Return a questionnaire of two dimensions."""
    wording = {"expectation": {"en": "They should."}, "perception": {"en": "They do."}}
    items = [
        {
            "id": f"q{j + 1}",
            "dimension": "ab"[j % 2],
            "topic": {"en": topics(j)},
            "wording": wording,
        }
        for j in range(n_items)
    ]
    table = tomllib.loads((studies.FOLDER / "servqual.toml").read_text("utf-8"))
    kept = ("batteries", "gaps", "expectation_type", "wording", "overall")
    return parse_instrument(
        {name: table[name] for name in kept}
        | {
            "id": "made",
            "version": "1",
            "source": "made",
            "title": {"en": "Made"},
            "scale": {"min": low, "max": high},
            "dimensions": [
                {"id": "a", "name": {"en": "First"}},
                {"id": "b", "name": {"en": "Second"}},
            ],
            "items": items,
            "importance": {"method": importance},
        },
        "made",
    )


def study_of(instrument, **more):
    """Return a study whose perceptions lie below the expectations by differing amounts."""
    low, width = instrument.scale.min, instrument.scale.range
    means = {
        "expectation": lambda j: low + width * (0.8 + 0.02 * (j % 7)),
        "perception": lambda j: low + width * (0.5 + 0.05 * (j % 8)),
    }
    return studies.study_of(studies.ratings(instrument, means, n=80), instrument, **more)


def hostile():
    """Return a study that says a script wherever a person or a file may say something."""
    odd = (SCRIPT, ARABIC, EMOJI, "</style></title><!--", "a" * 120)
    made = questionnaire(topics=lambda j: odd[j % len(odd)])
    notes = (Note("rows_ineligible", {"n": SCRIPT}),)
    study = study_of(made, notes=notes, file=f"{SCRIPT}.csv")
    groups = {SCRIPT: 30, "G" * 300: 30, ARABIC: 30, EMOJI: 30}
    broken = studies.grouped(groups | {f"Branch {k}": 20 + k for k in range(56)})
    ids = {"tangibles": "a", "reliability": "b"}
    rows = tuple(
        replace(row, id=ids.get(row.id, row.id))
        for row in broken.groups.gaps
        if row.level == "overall" or row.id in ids
    )
    quotations = Quotations(tuple(Quotation("", text) for text in (SCRIPT, ARABIC, "W" * 400)))
    return replace(study, groups=replace(broken.groups, gaps=rows), quotations=quotations)


DRESSED = ReportOptions(client=SCRIPT, service=SCRIPT, title=SCRIPT, date="2026-05-31")
PLAIN = ReportOptions(client="Aurora", service="bank", date="2026-05-31")
LONG_TOPIC = "员工能否及时回应、说明接下来的步骤并按约定完成，即使当天已经很晚也不例外" * 3
PAGES = {
    "hostile": (hostile, DRESSED),
    "three items, no importance": (lambda: study_of(questionnaire(3, importance="none")), PLAIN),
    "sixty long topics": (lambda: study_of(questionnaire(60, topics=lambda _: TOPIC)), PLAIN),
    "two answers": (lambda: study_of(questionnaire(6, 0, 1)), PLAIN),
    "eleven answers": (lambda: study_of(questionnaire(6, 0, 10)), PLAIN),
    "no expectations": (studies.servperf, PLAIN),
    "hostile, in Chinese": (hostile, replace(DRESSED, language="zh")),
    "long topics, in Chinese": (
        lambda: study_of(questionnaire(20, topics=lambda j: f"{LONG_TOPIC}{j}")),
        replace(PLAIN, language="zh", service="银行"),
    ),
}


@pytest.fixture(scope="module", params=PAGES)
def seen(request, visit):
    """Return one page at the width of a phone and at that of a desk."""
    make, options = PAGES[request.param]
    text = render_html(make(), options)
    found = [visit(text, width) for width in (360, 1280)]
    yield found
    for each in found:
        each.page.close()


def test_a_strange_page_opens_in_silence_and_runs_nothing_of_its_content(seen):
    for page, complaints, requests in seen:
        assert complaints == []
        assert len(requests) == 1
        assert requests[0].startswith("file:")
        assert page.title() != "taken"
        assert page.locator("img, iframe, object, base").count() == 0
        assert page.evaluate("document.documentElement.dataset.drawn") == "all"


def test_a_strange_page_is_never_wider_than_its_window(seen):
    wider = [
        s.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") for s in seen
    ]

    assert max(wider) <= 0


def test_the_texts_of_a_strange_chart_do_not_cover_each_other(seen):
    clashes = [s.page.evaluate(CLASHES) for s in seen]

    assert clashes == [[], []]
