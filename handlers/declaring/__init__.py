"""Declaring: question by question, in one message, for oneself and for others."""
