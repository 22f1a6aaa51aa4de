"""Why a program raised: the facts, and what there is to learn from them."""
