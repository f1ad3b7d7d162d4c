"""`blake2b` without all that `hashlib` loads with it: OpenSSL is 3 ms of a start."""

try:
    from _blake2 import blake2b
except ImportError:  # where Python is not CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
