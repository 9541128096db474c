"""How the desk is served: links, sessions, the policy, HTML."""
