"""Many documents: shards, done here or by workers, each whole or not at all, and nothing done twice.

`work` does one file, `shards` says what is done in one piece, `workers` are processes that do it, `resume` is what a run
has done so far, `joining` puts large files and audits together again, `runs` is the run as a whole.
"""
