"""The command ``servqual``: arguments in, calls, messages out; it computes nothing itself."""
