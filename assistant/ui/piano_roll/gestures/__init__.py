"""What a hand does with the mouse, one file each: previewed, and committed as one step at release."""
