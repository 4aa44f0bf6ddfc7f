"""Pages: they translate, make one call inwards, and translate back."""
