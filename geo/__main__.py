"""`python -m geo` is `geo`."""

from geo.cli import run

if __name__ == "__main__":
    run()
