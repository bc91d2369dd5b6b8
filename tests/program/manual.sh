# The manual's reference says what the program says.
exec scripts/manual "$1" --check
