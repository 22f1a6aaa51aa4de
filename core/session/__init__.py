"""Sessions: everything that the user chose, in one small file."""
