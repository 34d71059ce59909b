"""Who may import whom: floors, one door per outside library, and a quick main path."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "servqual"

# top-level parts of the package, lowest floor first
FLOORS = (
    ("errors", "_cache", "_files", "_threads", "_cells", "own_words", "texts", "notes"),
    ("instrument", "results", "settings", "statistics"),
    ("catalog", "responses", "quality", "weighting", "disclosure", "plan", "study"),
    ("importer", "scoring", "imputing", "simulate", "forms"),
    ("engines",),
    ("analysis", "writer"),
    ("folder",),
    ("cli",),
)
# plan declares what is summed, for those who score and for those who read the sums
# on these floors a part may also import those that stand before it
ORDERED = {0: FLOORS[0], 1: ("instrument", "settings", "results")}
ALSO_ALLOWED = {
    ("study", "disclosure"),
    ("study", "plan"),
    ("study", "quality"),
    ("quality", "plan"),
    ("study", "weighting"),
    ("results", "statistics"),  # a method of a result may work out more from what it holds
    ("forms", "importer"),  # a form asks under headings that the importer knows
    ("analysis", "writer"),  # report() and chart() of the one-call face write what was found
}
FACE = ("__init__", "__main__")

# outside library -> the one module that imports it, or the folder that it will be in when it comes
DOORS = {
    "babel": "servqual.texts",
    "dask": "servqual.engines.dask_frames",
    "pyarrow": "servqual.engines",
    "pyspark": "servqual.engines.spark_frames",
    "threadpoolctl": "servqual._threads",
    "zstandard": "servqual.importer.streaming",
    "charset_normalizer": "servqual.importer.opening.encoding",
    "docx": "servqual.writer.docx",
    "factor_analyzer": "servqual.statistics.exploratory",
    "jieba": "servqual.importer",
    "jinja2": "servqual.writer.html",
    "pingouin": "servqual.statistics",
    "playwright": "servqual.writer.browser",
    "plotly": "servqual.writer.plotly_door",
    "polars": "servqual.importer",
    "pptx": "servqual.writer.pptx",
    "pyreadstat": "servqual.importer.opening.statfiles",
    "python_calamine": "servqual.importer.opening.workbook",
    "sklearn": "servqual.statistics.exploratory",
    "xlsxwriter": "servqual.writer.workbook",
}
# these are how a large source is read at all: many modules of their one folder speak them
HOUSES = {"polars", "pyarrow"}
EVERYWHERE = {"numpy", "scipy", "pandas", "pydantic"}
INSIDE_FUNCTIONS_ONLY = {*DOORS, "pandas"}
NOT_ON_THE_MAIN_PATH = (
    "pingouin",
    "sklearn",
    "factor_analyzer",
    "statsmodels",
    "scipy.stats",
    "scipy.optimize",
)


class Import(NamedTuple):
    """One import statement: who imports what, and whether it runs when the module is loaded."""

    module: str
    target: str
    at_top: bool


def module_name(path):
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def targets(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def is_type_checking(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def walk(node, module, at_top):
    """Yield the imports below a node that run in practice: TYPE_CHECKING blocks are left out."""
    for child in ast.iter_child_nodes(node):
        for target in targets(child):
            yield Import(module, target, at_top)
        if is_type_checking(child):
            for branch in child.orelse:
                yield from walk(branch, module, at_top)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from walk(child, module, at_top and not inside)


def imports_of(path):
    return list(walk(ast.parse(path.read_text("utf-8")), module_name(path), at_top=True))


MODULES = sorted(PACKAGE.rglob("*.py"))
IMPORTS = [found for path in MODULES for found in imports_of(path)]
INSIDE = [found for found in IMPORTS if found.target.startswith("servqual.")]
OUTSIDE = [
    found
    for found in IMPORTS
    if (top := found.target.partition(".")[0]) not in sys.stdlib_module_names and top != "servqual"
]


def part(name):
    """Return the part of the package that a module belongs to, '__init__' for the face."""
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def floor(name):
    return next((n for n, parts in enumerate(FLOORS) if name in parts), None)


def allowed(importer, imported):
    """Say whether one part of the package may import another."""
    above, below = floor(importer), floor(imported)
    if imported in ("__version__", importer) or (importer, imported) in ALSO_ALLOWED:
        return True
    if above != below:
        return above > below
    order = ORDERED.get(above, ())
    both = importer in order and imported in order
    return both and order.index(importer) > order.index(imported)


def test_every_module_stands_on_a_floor():
    homeless = {part(module_name(path)) for path in MODULES} - {p for f in FLOORS for p in f}

    assert homeless - set(FACE) == set()


def test_a_module_imports_only_from_floors_below():
    up = [
        f"{found.module} imports {found.target}"
        for found in INSIDE
        if part(found.module) not in FACE and not allowed(part(found.module), part(found.target))
    ]

    assert up == []


def test_the_writer_cannot_reach_a_respondent():
    reach = {
        f"{found.module} imports {found.target}"
        for found in INSIDE
        if part(found.module) == "writer"
        and part(found.target) in {"responses", "importer", "scoring", "simulate", "engines"}
    }

    assert reach == set()


def test_results_and_what_they_are_made_of_never_mention_responses():
    for name in ("results", "settings", "notes", "texts"):
        assert "responses" not in {
            part(found.target) for found in INSIDE if part(found.module) == name
        }


def test_statistics_knows_numbers_only():
    known = {"numpy", "scipy", *(lib for lib, door in DOORS.items() if "statistics" in door)}
    strange = {
        f"{found.module} imports {found.target}"
        for found in OUTSIDE
        if part(found.module) == "statistics" and found.target.partition(".")[0] not in known
    }

    assert strange == set()


@pytest.mark.parametrize("library", sorted(DOORS))
def test_an_outside_library_has_one_door(library):
    doors = {found.module for found in OUTSIDE if found.target.partition(".")[0] == library}

    assert len(doors) <= 1 or library in HOUSES
    assert all(door.startswith(DOORS[library]) for door in doors)


def test_scipy_means_its_special_functions():
    used = {found for found in OUTSIDE if found.target.startswith("scipy")}
    others = {found for found in used if not found.target.startswith("scipy.special")}

    # sparse matrices cost a fifth of a second to load, and pay for many people only
    assert {(found.module, found.target, found.at_top) for found in others} == {
        ("servqual.statistics.pair_sums", "scipy.sparse.csr_array", False)
    }


def test_typer_is_met_in_the_command_line_only():
    users = {part(found.module) for found in OUTSIDE if found.target.startswith("typer")}

    assert users <= {"cli"}


def test_pydantic_checks_questionnaires_and_mapping_files_only():
    users = {part(found.module) for found in OUTSIDE if found.target.startswith("pydantic")}

    assert users <= {"instrument", "importer"}


def test_no_library_comes_in_without_being_listed_here():
    used = {found.target.partition(".")[0] for found in OUTSIDE}

    assert used - set(DOORS) - EVERYWHERE - {"typer"} == set()


def test_heavy_libraries_are_imported_when_they_are_needed():
    early = {
        f"{found.module} imports {found.target} at its top"
        for found in OUTSIDE
        if found.at_top and found.target.partition(".")[0] in INSIDE_FUNCTIONS_ONLY
    }

    assert early == set()


def test_the_command_line_loads_nothing_but_typer_before_it_knows_the_command():
    heavy = {
        f"{found.module} imports {found.target} at its top"
        for found in IMPORTS
        if part(found.module) == "cli"
        and found.at_top
        and found.target.partition(".")[0] not in {*sys.stdlib_module_names, "typer"}
        and part(found.target) not in {"cli", "errors", "_files", "__version__"}
    }

    assert heavy == set()


def loaded_by(code, *arguments):
    """Return the modules that are loaded after running some code in a fresh interpreter."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
    )
    return set(run.stdout.splitlines())


def test_importing_the_package_loads_no_library():
    loaded = loaded_by("import servqual")

    assert not loaded & {"numpy", "pandas", "pydantic", "plotly", "typer"}


def test_a_report_from_a_csv_loads_no_statistics_package(plain_survey, tmp_path):
    loaded = loaded_by(
        "import sys\nfrom servqual.cli.app import main\nassert main(sys.argv[1:]) == 0",
        *("report", plain_survey, "-o", tmp_path / "report.html", "--quiet"),
    )

    assert sorted(loaded & set(NOT_ON_THE_MAIN_PATH)) == []
    assert "pandas" not in loaded


def test_help_loads_neither_numbers_nor_files():
    loaded = loaded_by("from servqual.cli.app import main\nassert main(['--help']) == 0")

    assert not loaded & {"numpy", "pandas", "pydantic", "plotly", "jinja2", "rich"}
