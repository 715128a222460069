"""Vectors of a few numbers that stay in the processor's registers from load to store.

numba leaves it to the compiler to find out which loops may run on the vector units. For loops of a
few turns over rows of other arrays the questions it must ask first (do they overlap, is there a
rest?) cost more than the arithmetic. A kernel that says ``load(row, t, 16)`` is not asked.

Vectors of one width and kind are added, subtracted and multiplied entry by entry, and multiplied by
a number; a product that is added or subtracted at once may be rounded once with the sum.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core.datamodel import models
from numba.extending import intrinsic, overload, register_model

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
    vector = Vector(array.dtype, width.literal_value)

    def generate(context, builder, signature, arguments):
        value = builder.load(_place(context, builder, signature.args[0], vector, arguments))
        value.align = vector.dtype.bitwidth // 8
        return value

    return vector(array, types.intp, width), generate


@intrinsic
def store(typingctx, array, start, vector):
    """Write the vector to ``array[start:start + width]``."""

    def generate(context, builder, signature, arguments):
        place = _place(context, builder, signature.args[0], vector, arguments)
        builder.store(arguments[2], place, align=vector.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), generate


@intrinsic
def positive(typingctx, vector):
    """The larger of each entry and zero."""

    def generate(context, builder, signature, arguments):
        zero = ir.Constant(context.get_value_type(vector), None)
        is_positive = builder.fcmp_ordered(">", arguments[0], zero)
        return builder.select(is_positive, arguments[0], zero)

    return vector(vector), generate


def _place(context, builder, array_type, vector, arguments):
    """Where ``array[start]`` lies, as the place of a vector."""
    view = context.make_array(array_type)(context, builder, arguments[0])
    first = builder.gep(view.data, [arguments[1]])
    return builder.bitcast(first, context.get_value_type(vector).as_pointer())


def _arithmetic(name):
    """An intrinsic that takes two vectors through an instruction of LLVM's IRBuilder."""

    @intrinsic
    def combine(typingctx, left, right):
        def generate(context, builder, signature, arguments):
            return getattr(builder, name)(*arguments, flags=FUSED)

        return left(left, right), generate

    return combine


@intrinsic
def _repeat(typingctx, number, vector):
    """A vector like the one given, each entry of it this number."""

    def generate(context, builder, signature, arguments):
        kind = context.get_value_type(vector)
        undefined = ir.Constant(kind, ir.Undefined)
        entry = context.cast(builder, arguments[0], number, vector.dtype)
        first = builder.insert_element(undefined, entry, ir.IntType(32)(0))
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), vector.width), [0] * vector.width)
        return builder.shuffle_vector(first, undefined, zeros)

    return vector(number, vector), generate


_multiply = _arithmetic("fmul")


def _offer(instruction, *operations):
    """Let numba compile these operations on two vectors into one instruction."""
    combine = _arithmetic(instruction)

    def choose(left, right):
        if isinstance(left, Vector) and left == right:
            return lambda left, right: combine(left, right)

    for operation in operations:
        overload(operation)(choose)


_offer("fadd", operator.add, operator.iadd)
_offer("fsub", operator.sub, operator.isub)
_offer("fmul", operator.mul, operator.imul)


@overload(operator.mul)
def _multiply_by_number(left, right):
    if isinstance(left, types.Float) and isinstance(right, Vector):
        return lambda left, right: _multiply(_repeat(left, right), right)
