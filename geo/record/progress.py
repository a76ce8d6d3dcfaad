"""Progress reporting for long-running work: a terminal shows a bar; a program hears nothing unless it asks.

As with logging, it is asked for in one place, and no function takes it as an argument.
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
"""Is told what is being done, and which share of that is done, from 0 to 1; 1 also where it was given up."""
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def report_progress_to(listener: Listener) -> Iterator[None]:
    """Let a listener hear what is done meanwhile in this thread."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def track_progress(items: Collection[T], doing: str) -> Iterable[T]:
    """The items one by one; that one was dealt with is told when the next is asked for."""
    listener = _listener.get()
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
    """A callback for progress when the loop is not ours; steps backwards are not passed on."""
    listener = _listener.get() or (lambda _doing, _share: None)
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
