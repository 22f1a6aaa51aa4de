"""Cards: what a parameter, an operation or a term means, in both languages."""
