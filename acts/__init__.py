"""THE DEEDS: what the chat and the desk both do, and what people hear of it; without turn and screen."""
