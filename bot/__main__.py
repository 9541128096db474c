"""``python -m bot``: the command where its own name is not on the path."""

from bot.cli import main

if __name__ == "__main__":
    main()
