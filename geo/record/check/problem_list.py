"""Problems as they are noticed, with the places at which they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.record.json_file.parse import walk
from geo.record.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.record.check.entry import Fault, FeatureEntry
    from geo.record.codes import Code
    from geo.record.json_file.parse import JsonDocument, Path


class Ledger:
    """Turns faults into problems; only features that have one are walked for their places."""

    def __init__(self, file: str, document: JsonDocument, most_of_a_code: int | None = None) -> None:
        self._file = file
        self._most = most_of_a_code
        self._noted: Counter[Code] = Counter()
        self._document = document
        self._problems: list[Problem] = []
        self._taken = {fault.at for fault in document.faults}

    def add_at(self, at: int, code: Code, message: str, *, record_id: str | None = None) -> None:
        """Note a problem at a character of the text; of many of one code the first ones are kept, the others counted."""
        self._noted[code] += 1
        if self._is_full(self._noted[code] - 1):
            return
        line, column = self._document.line_column(at)
        self._problems.append(Problem(self._file, line, column, code.severity, record_id, message, code.id))

    def add(self, entry: FeatureEntry, faults: Iterable[Fault]) -> None:
        """Note the faults of one feature, each at its value, or at its key where the key is at fault."""
        faults = list(faults)
        if all(self._is_full(self._noted[fault.code]) for fault in faults):
            self._noted.update(fault.code for fault in faults)
            return
        record_id = entry.id
        places: dict[Path, tuple[int, int]] = {(): (entry.start, entry.start)}
        wanted = {fault.path[:length] for fault in faults for length in range(1, len(fault.path) + 1)}
        for path, key_at, value_at in walk(self._document.text, entry.start):
            if path in wanted:
                places[path] = key_at, value_at
        said: set[int] = set()
        for fault in faults:
            path = fault.path
            while path not in places:  # what is missing is missing from what is around it
                path = path[:-1]
            at = places[path][0 if fault.on_key else 1]
            if at in self._taken or at in said:  # one fault there is enough to mend; what else is wrong shows then
                continue
            if path:
                said.add(at)
            named = record_id if record_id and record_id.strip() else None
            self.add_at(at, fault.code, fault.message, record_id=named)

    @property
    def has_errors(self) -> bool:
        """Whether an error was noted so far."""
        return any(code.severity is Severity.ERROR for code in self._noted)

    @property
    def left_out(self) -> dict[str, int]:
        """How many problems of each code were noted and not kept."""
        kept = Counter(problem.code for problem in self._problems)
        return {code.id: count - kept[code.id] for code, count in self._noted.items() if count > kept[code.id]}

    def _is_full(self, noted: int) -> bool:
        return self._most is not None and noted >= self._most

    def line_of(self, entry: FeatureEntry) -> int:
        """The line on which a feature starts."""
        return self._document.line_column(entry.start)[0]

    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the file."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))
