"""Benchmarks: `make bench NAME=x` runs `tests.bench.bench_x`, whose last line is one JSON object."""
