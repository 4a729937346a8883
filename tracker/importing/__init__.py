"""Reading inspection reports: bytes in, a `ParsedReport` and ranked links out.

Pure Python: no models, settings, network or clock. `reading.read` reads in this process, `sandbox.read` does
the same in a child process with limits (use it for bytes from outside), `match` ranks predecessors.
"""
