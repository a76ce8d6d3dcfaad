"""Progress reporting for long-running work: a terminal shows a bar; a program hears nothing unless it asks.

As with logging, a program asks in one place, and no function takes a callback as an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

T = TypeVar("T")
Listener = Callable[[str, float], object]
"""Receives what is being done, and the share done, from 0 to 1; it also receives 1 where the work was given up."""
_current_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def report_progress_to(listener: Listener) -> Iterator[None]:
    """Report progress in this thread to a listener while the block runs."""
    token = _current_listener.set(listener)
    try:
        yield
    finally:
        _current_listener.reset(token)


def track_progress(items: Collection[T], doing: str) -> Iterable[T]:
    """Yield the items one by one; each counts as done when the next is requested."""
    listener = _current_listener.get()
    return items if listener is None or not items else _report_each(items, doing, listener)


def _report_each(items: Collection[T], doing: str, listener: Listener) -> Iterator[T]:
    try:
        for number, item in enumerate(items):
            listener(doing, number / len(items))
            yield item
    finally:
        listener(doing, 1.0)


@contextmanager
def stage(doing: str) -> Iterator[Callable[[float], object]]:
    """A callback for progress when the loop is not ours; backward steps are not reported."""
    listener = _current_listener.get() or (lambda _doing, _share: None)
    done = 0.0

    def tell(share: float) -> None:
        nonlocal done
        done = max(done, share)
        listener(doing, done)

    tell(0.0)
    try:
        yield tell
    finally:
        listener(doing, 1.0)
