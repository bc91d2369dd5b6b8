# The manual's reference, and README.md, say what the program says.
set -eu
scripts/manual "$1" --check
exec scripts/readme "$1" --check
