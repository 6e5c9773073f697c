"""A synthetic person with exactly known joint angles."""
