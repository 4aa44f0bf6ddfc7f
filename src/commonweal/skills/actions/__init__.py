"""What people do: say what they can, enter counts and needs, publish figures, keep trainings and answer."""
