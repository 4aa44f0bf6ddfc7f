"""The shape of what people fill in about use, systems, contracts and suppliers, a file each."""
