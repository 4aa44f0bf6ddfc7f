"""How answers and rulings are said."""
