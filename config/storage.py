"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Far-future names for styles, scripts and the modules that scripts import."""

    # Our own script imports the Design System's by a relative path, which must become the hashed name.
    support_js_module_import_aggregation = True
    # A page without the fetched styles is readable with our own stylesheet; a page that fails is not.
    manifest_strict = False
