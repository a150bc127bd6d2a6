"""Writes digits.npz from optdigits.tes of the UCI Machine Learning Repository.

    python3 examples/data/make-digits.py optdigits.tes

E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, 1998, UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, licence CC BY 4.0. Each line of optdigits.tes has the
8 × 8 grey levels of a digit that a person wrote, from 0 to 16, and which digit it is.
"""

import pathlib
import sys

import numpy

table = numpy.loadtxt(sys.argv[1], delimiter=",", dtype=numpy.uint8)
assert table.shape == (1797, 65) and table[:, :64].max() == 16 and table[:, :64].sum() == 561718
numpy.savez_compressed(
    pathlib.Path(__file__).parent / "digits.npz",
    images=table[:, :64].reshape(-1, 8, 8),
    labels=table[:, 64],
)
