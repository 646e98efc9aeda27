"""Puts a mutant in the place of what is loaded already: the code of its function is exchanged wherever that lives.

What runs only while a module is loaded (constants, class bodies, defaults, decorators) cannot be exchanged afterwards.
"""

import gc
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from types import CodeType, FunctionType

from tests.mutation.mutants import Mutant

Place = tuple[str, int]


def exchanged(mutant: Mutant) -> bool:
    """Make every living function of the file what it is in the mutant; False when that is not the whole change."""
    path = str(mutant.path)
    old = compile(mutant.text, path, "exec", dont_inherit=True)
    new = compile(mutant.tree, path, "exec", dont_inherit=True)
    if _loading(old) != _loading(new):
        return False
    before, after = dict(_functions(old)), dict(_functions(new))
    changed = {place: code for place, code in after.items() if before.get(place) != code}
    living = [
        one
        for one in gc.get_objects()
        if type(one) is FunctionType
        and one.__code__.co_filename == path
        and _place(one.__code__) in changed
    ]
    for function in living:
        code = changed[_place(function.__code__)]
        if code.co_freevars != function.__code__.co_freevars:
            return False
        function.__code__ = code
    return bool(living)


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _functions(code: CodeType) -> Iterator[tuple[Place, CodeType]]:
    """Every function in the code, those inside others too."""
    for one in _inner(code):
        if one.co_flags & CO_OPTIMIZED:
            yield _place(one), one
        yield from _functions(one)


def _loading(code: CodeType) -> object:
    """What runs while the module is loaded: all but the bodies of functions."""
    consts = tuple(
        one
        if not isinstance(one, CodeType)
        else one.co_qualname
        if one.co_flags & CO_OPTIMIZED
        else _loading(one)
        for one in code.co_consts
    )
    typed = tuple((type(one), one) for one in consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_freevars, typed
