#!/usr/bin/env bash
# tools/bench analytics [--with-duckdb] [--quick] [PART...]: keeps what it generates and installs in the
# build folder, which is $1.
set -euo pipefail
build="$1"
shift
duckdb="$build/duckdb"
arguments=()
for argument in "$@"; do
    if [ "$argument" = --with-duckdb ]; then
        command -v npm >/dev/null || { echo "error: npm is needed to install DuckDB" >&2; exit 2; }
        mkdir -p "$duckdb"
        [ -d "$duckdb/node_modules/@duckdb" ] ||
            npm install --silent --no-audit --no-fund --prefix "$duckdb" @duckdb/node-api >&2
    else
        arguments+=("$argument")
    fi
done
[ -d "$duckdb/node_modules/@duckdb" ] && export BENCH_DUCKDB="$duckdb"
export BENCH_DATA="$build/analytics"
exec "$build/bench_analytics" "${arguments[@]}"
