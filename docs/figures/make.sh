#!/usr/bin/env bash
# Draws the figure of every scenario on docs/scenarios.md anew: the path of output against outcome.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet
results=$(mktemp -d)
mkdir -p docs/figures/scenarios
for file in scenarios/{cases,theory,planner,lessons}/*.toml; do
    # Plans name the scenario they are about.
    if grep -q '^scenario = ' "$file"; then continue; fi
    name=$(basename "$file" .toml)
    target/release/samspil run "$file" -n 60 --quiet --output "$results/$name" > /dev/null
    cp "$results/$name"/*/figures/output_outcome_plane.svg "docs/figures/scenarios/$name.svg"
done
# What they were drawn with stands at the head of the page.
target/release/samspil --version | sed -n 's/^engine \(.\{8\}\).*/60 replications, seed 1, engine \1/p' > docs/figures/scenarios/stamp.txt
