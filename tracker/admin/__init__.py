"""The admin of HMICFRS's staff: reference data and people are kept here, everything else is only looked up.

Who sees and keeps what is asked of `tracker.roles`, in `permissions`. Deeds of the workflow are done on the
tracker's pages, to which each row links. `lists` loads what is registered, once `site` stands.
"""
