"""The command ``servqual``: arguments in, calls, messages out; it computes nothing itself."""

import os

# the matrices here are small: more threads of OpenBLAS only wait for each other (a report took 1.6
# times as long with two); it reads this when numpy is first imported, and a user's own value stays
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
