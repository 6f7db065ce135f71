"""The public statement, cards, posters and leaflets: what recommendation 5 asks for."""
