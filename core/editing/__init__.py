"""What an editor of programs knows of Python: brackets, indentation, syntax, completion; no Qt."""
