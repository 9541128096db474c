"""How long a test waits for what must come before it gives up: so long that no machine's speed decides a test."""

from __future__ import annotations

PATIENCE = 120.0  # seconds; a test that hangs is named by pytest-timeout after 300
