"""What goes in and out: they read bodies and describe answers. Rows are not rendered by them."""
