// Loops over the cells of a layer of states: what the dynamic programme spends its time with.
//
// Every loop has a fixed order of its own, so that the sums are the same to the bit on every
// machine, and nothing in it waits for the result before.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace invitectl::reconcile {

double sum_of(std::span<const double> cells);

// All cells times a factor, into `to`, which is as long.
void scale_into(std::span<const double> cells, double factor, std::span<double> to);

// A factor for every cell, by a pattern that repeats: the cell `i` has pattern[i % pattern.size()].
using Pattern = std::span<const double>;

// Moves every cell up by `shift` cells, times its factor, and adds it to what `to` holds there.
// Cells that would leave the layer must have the factor 0.
void add_shifted(std::span<const double> cells,
                 Pattern pattern,
                 std::size_t shift,
                 std::span<double> to);

// The same move backwards: adds to every cell of `to` what lies `shift` cells above it in `after`,
// times the factor. Returns the sum of what was added, each times the cell of `cells`.
double add_shifted_back(std::span<const double> after,
                        Pattern pattern,
                        std::size_t shift,
                        std::span<const double> cells,
                        std::span<double> to);

// The sum of a[i] * b[i].
double product_sum(std::span<const double> a, std::span<const double> b);

}  // namespace invitectl::reconcile
