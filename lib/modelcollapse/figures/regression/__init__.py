"""Pictures of regression on synthetic labels."""
