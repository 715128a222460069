"""How the kernels are compiled, and what they can tell the processor that numba cannot."""

import numba
from llvmlite import ir
from numba.core import cgutils
from numba.extending import intrinsic

CACHE_LINE = 64  # bytes


def compiled(function):
    """``numba.njit``, cached where there is a place for it, free of the GIL while it runs.

    Kernels are not ``parallel``: numba would compile each loop four times over, and a pool of
    Python threads shares out the rows as well (see ``core/threads.py``).
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's can be written
        return numba.njit(nogil=True)(function)


def threads_offered():
    """How many threads the machine, or who called us, offers: numba's own count of them."""
    return numba.config.NUMBA_NUM_THREADS


@intrinsic
def prefetch(typingctx, array, row):
    """Have the first two cache lines of ``array[row]`` fetched; a hint that changes no value.

    Rows that are read in no order keep the processor waiting for memory, and two lines are enough
    to set off its own fetching ahead. The row must be one of the array's.
    """

    def generate(context, builder, signature, arguments):
        view = context.make_array(signature.args[0])(context, builder, arguments[0])
        stride = cgutils.unpack_tuple(builder, view.strides)[0]
        byte, number = ir.IntType(8), ir.IntType(32)
        first = builder.gep(
            builder.bitcast(view.data, byte.as_pointer()), [builder.mul(arguments[1], stride)]
        )
        hint = builder.module.declare_intrinsic(
            "llvm.prefetch",
            [byte.as_pointer()],
            ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number]),
        )
        to_read, keep_close, data = number(0), number(3), number(1)
        for line in range(2):
            place = builder.gep(first, [ir.IntType(64)(line * CACHE_LINE)])
            builder.call(hint, [place, to_read, keep_close, data])
        return context.get_dummy_value()

    return numba.types.void(array, numba.types.intp), generate
