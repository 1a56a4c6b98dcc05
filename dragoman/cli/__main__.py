"""`python -m dragoman.cli`, for where the script is not on the path."""

from dragoman.cli import main

main()
