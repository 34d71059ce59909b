"""Questionnaires to field as files: a page to print, a Word document."""

from __future__ import annotations
