"""Names, sentences and numbers in the reader's language: for the report and for the window.

Importing it loads nothing that takes time.
"""

from __future__ import annotations

from efficientpose_core.words.language import LANGUAGES, Words, words_for

__all__ = ["LANGUAGES", "Words", "words_for"]
