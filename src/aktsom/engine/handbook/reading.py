"""How hard a text is to read: LIX (Björnsson 1968), made for Scandinavian languages and usable for English.

Words per sentence plus the share of words longer than six letters in per cent: under 30 very easy, 40 to 50 as newspapers,
50 to 60 as official letters.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;](?=\s|$)")


def lix(text: str) -> float:
    """The LIX of a text, 0 for one without words.

    >>> lix("You decide. We help.")
    2.0
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE.findall(text)))
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
