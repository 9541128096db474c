"""The pages, a file a subject; each says what the policy is asked before it is drawn."""
