"""Writes the arrays of the tests: python3 make.py"""
import numpy as np
from numpy.lib import format

values = np.arange(6).reshape(3, 2)
arrays = {t: values.astype(t) for t in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]}
arrays |= {"big_" + t: values.astype(">" + t) for t in ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8"]}
arrays["b1"] = values > 2
arrays["fortran"] = np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4))
arrays["halves"] = np.array([0, 1.5, -2, 65504, 6e-8, 6.1e-5], dtype="<f2")
arrays["signed"] = np.array([-1, -128, 127], dtype="i1")
arrays["kinds"] = np.array([2, 0, 1], dtype="u1")
arrays["largest"] = np.array([2**64 - 1, 2**63], dtype="<u8")
arrays["nan"] = np.array([1, np.nan], dtype="<f4")
arrays["scalar"] = np.array(1.0)
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.savez("others.npz", objects=np.array([1, "a"], dtype=object), text=np.array(["a", "b"]), pair=np.zeros(2, dtype="i4,f4"))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"version{version[0]}.npy", "wb") as f:
        format.write_array(f, values.astype("<i4"), version=version)
