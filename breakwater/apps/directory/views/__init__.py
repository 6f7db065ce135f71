"""The staff site's pages of the directory."""
