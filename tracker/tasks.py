"""Binds each name of a job to one service call."""
