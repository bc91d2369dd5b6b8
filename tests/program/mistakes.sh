# Every wrong input is answered with exactly what is expected.
exec tests/mistakes/run "$1"
