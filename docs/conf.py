"""Sphinx: MyST pages, no theme beyond the one it brings, no reference generated from code."""

project = "dragoman"
author = "The dragoman developers"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
myst_heading_anchors = 3
html_theme = "alabaster"
html_extra_path = ["claim.schema.json"]
# The schema is a file beside the pages, not a page.
suppress_warnings = ["myst.xref_missing"]
