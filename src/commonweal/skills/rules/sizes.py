"""Numbers of people as others may read them: sizes such as 5 to 9, so that nobody is found by subtracting.

Our own rule. A size is its lower end, and 0 below the first, which is fewer people than anything is told about.
"""

from collections.abc import Sequence


def size_of(people: int, sizes: Sequence[int]) -> int:
    """The lower end of the size into which a number falls, 0 below the first.

    >>> size_of(4, (5, 10, 20)), size_of(9, (5, 10, 20)), size_of(300, (5, 10, 20))
    (0, 5, 20)
    """
    return max((each for each in sizes if each <= people), default=0)


def upper_end(size: int, sizes: Sequence[int]) -> int | None:
    """The most people of a size; None where it has no upper end.

    >>> upper_end(0, (5, 10)), upper_end(5, (5, 10)), upper_end(10, (5, 10))
    (4, 9, None)
    """
    above = [each for each in sizes if each > size]
    return min(above) - 1 if above else None


def written(size: int, sizes: Sequence[int]) -> str:
    """A size for other programs.

    >>> [written(each, (5, 10)) for each in (0, 5, 10)]
    ['<5', '5-9', '10+']
    """
    end = upper_end(size, sizes)
    if end is None:
        return f"{size}+"
    return f"{size}-{end}" if size else f"<{end + 1}"
