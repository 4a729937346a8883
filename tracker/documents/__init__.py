"""What leaves the service as a file. Pure: values in, bytes out; no rows, settings, clock or request."""
