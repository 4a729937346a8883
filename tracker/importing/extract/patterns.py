"""Writing long patterns so that they can be read: one alternative a line."""

import re


def either(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the alternatives, in upper or lower case."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


def each(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns compiled one by one, for where named groups recur or the order matters."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
