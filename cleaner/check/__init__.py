"""The check: what `clean` would change in place, found, shown, fixed or known; for hooks, which run on every commit."""
