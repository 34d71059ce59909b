"""Layouts of survey tools: data in ``instruments/_layouts``, and the code that applies them."""

from servqual.importer.layouts.arrange import arrange as arrange
from servqual.importer.layouts.model import PLAIN as PLAIN
from servqual.importer.layouts.model import layout_named as layout_named
from servqual.importer.layouts.model import layouts as layouts
from servqual.importer.layouts.rows import nobody_left as nobody_left
