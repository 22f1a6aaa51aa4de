"""Sessions at the window's side: their file, what was opened lately, what is kept in case of a crash."""
