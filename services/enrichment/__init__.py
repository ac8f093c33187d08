"""What is asked of others about people and companies."""
