"""Makes records of tables: each property says how its value is read, and what editors and outputs call it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.record.values import ValueReader


@dataclass(slots=True, eq=False)
class Property:
    """A property of a kind of record, as a row of its table; `read_as` declares one."""

    reader: ValueReader
    """How its value is read."""
    title: str
    """What outputs call it."""
    description: str
    """What it is, for the person who edits the file."""
    name: str = ""
    """Its name in the file."""
    examples: Sequence[Any] = ()
    """Values for that person."""
    default: Any = None
    """What a record has where the file says nothing."""
    is_required: bool = False
    """Whether the file must say something."""
    attribute: str = ""
    """Its name on records."""

    def __set_name__(self, owner: type, attribute: str) -> None:
        """Take the name of the attribute, which the file shares unless it is a word of Python's."""
        self.attribute, self.name = attribute, self.name or attribute


def read_as(reader: ValueReader, title: str, description: str, **more: Any) -> Any:
    """Declare a property where a class declares an attribute, whose values are of another type."""
    return Property(reader, title, description, **more)


if TYPE_CHECKING:

    class _Type(type):
        """For mypy, which takes no plain class for hashable. A metaclass in earnest would make each `isinstance` slow."""
else:
    _Type = type


class Tabled(metaclass=_Type):
    """Has the attributes of its table: an object holds what was said, its class what holds otherwise.

    It cannot be changed; `changed` makes another one. Two are equal that have a kind and all their values in common.
    """

    properties: ClassVar[dict[str, Property]] = {}
    """The properties that the kind has in the file, by their names there, in their order."""
    attributes: ClassVar[tuple[str, ...]] = ()
    """The attributes of a record, in their order: those of the table, and those that follow from them."""
    required: ClassVar[frozenset[str]] = frozenset()
    """The attributes that every record says something of."""
    _known: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Make the table of a class from those of its bases and what it declares, whose defaults its records fall back on."""
        own = [one for one in vars(cls).values() if isinstance(one, Property)]
        declared = [name for name, written in vars(cls).get("__annotations__", {}).items() if "ClassVar" not in str(written)]
        cls.properties = {**cls.properties, **{one.name: one for one in own}}
        cls.attributes = tuple(dict.fromkeys((*cls.attributes, *declared)))
        for one in own:
            if one.is_required:
                delattr(cls, one.attribute)
            else:
                setattr(cls, one.attribute, one.default)
        cls.required |= {name for name in declared if not hasattr(cls, name)}
        cls._known = frozenset(cls.attributes)

    def __init__(self, **said: Any) -> None:
        """Take what was said, by attribute; values are not read again.

        Raises:
            TypeError: if there is no such attribute, or one is missing that every record of the kind has.
        """
        if not self.required <= said.keys() <= self._known:
            lacking, strange = sorted(self.required - said.keys()), sorted(said.keys() - self._known)
            what = f"needs {', '.join(lacking)}" if lacking else f"has no {', '.join(strange)}"
            raise TypeError(f"a {type(self).__name__} {what}")
        vars(self).update(said)

    @classmethod
    def made_of(cls, said: dict[str, Any]) -> Self:
        """A record of values by attribute, all of which it has, and none of which it must have is missing; it keeps the dictionary."""
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", said)
        return made

    def says(self, attribute: str) -> bool:
        """Whether something was said of an attribute: a `False` that was typed counts, a default does not."""
        return vars(self).get(attribute) is not None

    def changed(self, **said: Any) -> Self:
        """Another record with these attributes instead."""
        return type(self)(**{**vars(self), **said})

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"a record is not changed; record.changed({name}=…) makes another one")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"a record is not changed; record.changed({name}=None) makes another one")

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((name, getattr(self, name)) for name in self.attributes)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return vars(self) == vars(other) or dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.required)))
