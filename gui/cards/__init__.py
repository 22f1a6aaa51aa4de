"""Cards on the screen: pictures, the page of one card, the glossary, and the panel that F1 opens."""
