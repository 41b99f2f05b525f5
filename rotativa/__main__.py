"""`python -m rotativa` does what the `rotativa` command does."""

from rotativa.cli.main import main

if __name__ == "__main__":
    main()
