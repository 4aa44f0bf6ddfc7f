"""Parts about lists of components on pages of contexts below."""
