"""What happens when the user does something: each joins the window with the services."""
