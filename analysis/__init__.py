"""Middle floor: reads what the ground floor holds, and says what it means."""
