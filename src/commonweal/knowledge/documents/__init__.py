"""How guidance is told: sentences, links, shapes of the API."""
