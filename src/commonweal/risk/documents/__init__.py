"""How answers leave: in sentences, as tables and as JSON."""
