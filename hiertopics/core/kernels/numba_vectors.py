"""A numba type for vectors of a few numbers that stay in the processor's registers.

Everything that reaches into numba's internals is in this file: a type, its model, and operators
registered for it. pyproject.toml bounds numba by the newest version that passes the tests.

numba leaves it to LLVM to find out which loops to vectorize. For loops of a few turns over rows of
other arrays the questions it must ask first (do they overlap, is there a rest?) cost more than the
arithmetic. A kernel that says ``load(row, t, 16)`` is not asked.

Vectors of one width and kind are added, subtracted and multiplied entry by entry, so is a number
with a vector; a product that is added or subtracted at once may be rounded once with the sum.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.errors import TypingError
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, register_model

FUSED = ("contract",)  # lets a product and the sum it goes into become one instruction


class Vector(types.Type):
    """The numba type of ``width`` numbers of one kind."""

    def __init__(self, dtype, width):
        self.dtype, self.width = dtype, width
        super().__init__(name=f"Vector({dtype}, {width})")


@register_model(Vector)
class _VectorModel(models.PrimitiveModel):
    """A vector is held as LLVM's own."""

    def __init__(self, manager, vector):
        entry = manager.lookup(vector.dtype).get_data_type()
        super().__init__(manager, vector, ir.VectorType(entry, vector.width))


@intrinsic(prefer_literal=True)
def load(typingctx, array, start, width):
    """``array[start:start + width]`` as a vector; the array is contiguous, the width constant."""
    _require_row(array)
    vector = Vector(array.dtype, width.literal_value)

    def generate(context, builder, sig, arguments):
        value = builder.load(_place(context, builder, sig.args[0], vector, arguments))
        value.align = vector.dtype.bitwidth // 8
        return value

    return vector(array, types.intp, width), generate


@intrinsic
def store(typingctx, array, start, vector):
    """Write the vector to ``array[start:start + width]``; the array is contiguous."""
    _require_row(array)

    def generate(context, builder, sig, arguments):
        place = _place(context, builder, sig.args[0], vector, arguments)
        builder.store(arguments[2], place, align=vector.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), generate


@intrinsic
def positive(typingctx, vector):
    """The larger of each entry and zero; zero for NaN."""

    def generate(context, builder, sig, arguments):
        zero = ir.Constant(context.get_value_type(vector), None)
        is_positive = builder.fcmp_ordered(">", arguments[0], zero)
        return builder.select(is_positive, arguments[0], zero)

    return vector(vector), generate


def _require_row(array):
    if array.ndim != 1 or array.layout != "C":
        raise TypingError(f"a vector lies in one contiguous row, not in {array}")


def _place(context, builder, array_type, vector, arguments):
    """Where ``array[start]`` lies, as the place of a vector."""
    view = context.make_array(array_type)(context, builder, arguments[0])
    if context.enable_boundscheck:
        (size,) = cgutils.unpack_tuple(builder, view.shape)
        last = builder.add(arguments[1], ir.Constant(arguments[1].type, vector.width - 1))
        for place in (arguments[1], last):
            cgutils.do_boundscheck(context, builder, place, size)
    first = builder.gep(view.data, [arguments[1]])
    return builder.bitcast(first, context.get_value_type(vector).as_pointer())


def _repeat(builder, number, kind):
    """A vector each entry of which is this number."""
    undefined = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(undefined, number, ir.IntType(32)(0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
    return builder.shuffle_vector(first, undefined, zeros)


def _offer(instruction, *operations):
    """Let numba compile these operations on vectors into an instruction of LLVM's IRBuilder.

    As numba's own arithmetic does: an overload would compile a function for each pair of types.
    """

    def of_vectors(context, builder, sig, arguments):
        return getattr(builder, instruction)(*arguments, flags=FUSED)

    def of_number(context, builder, sig, arguments):
        number, vector = sig.args
        entry = context.cast(builder, arguments[0], number, vector.dtype)
        repeated = _repeat(builder, entry, context.get_value_type(vector))
        return of_vectors(context, builder, sig, (repeated, arguments[1]))

    class Arithmetic(AbstractTemplate):
        def generic(self, args, kws):
            left, right = args
            if isinstance(right, Vector) and (left == right or isinstance(left, types.Float)):
                return signature(right, left, right)

    for operation in operations:
        infer_global(operation)(Arithmetic)
        lower_builtin(operation, Vector, Vector)(of_vectors)
        lower_builtin(operation, types.Float, Vector)(of_number)


_offer("fadd", operator.add, operator.iadd)
_offer("fsub", operator.sub, operator.isub)
_offer("fmul", operator.mul, operator.imul)
