#pragma once
// Functions that visit the bins with room one after the other, for policies that read the contents of bins.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "models/policies/placement/seam.hpp"

namespace curtain {

/// Calls `visit(bin, view)` for every bin with room for the item, oldest first, while `visit` returns true.
/// Requires Needs::bins_by_age. O(k log n) for the k visited bins; allocates nothing.
template <class Visit>
void scan_bins(const Bins& bins, const PlacementQuery& query, Visit&& visit) {
  std::optional<Bins::Bin> bin = bins.oldest_with(query.demand);
  while (bin && visit(*bin, bins.view(*bin, query))) {
    bin = bins.next_with(bins.serial(*bin) + 1, query.demand);
  }
}

/// Returns the bin with room that has the highest `rank(view)`, and the oldest of several equal bins. Ranks
/// may have any comparable type.
template <class Rank>
std::optional<Bins::Bin> best_ranked(const Bins& bins, const PlacementQuery& query, Rank&& rank) {
  using Value = decltype(rank(BinView{}));
  std::optional<Bins::Bin> best;
  Value best_rank{};
  scan_bins(bins, query, [&](Bins::Bin bin, const BinView& seen) {
    const Value value = rank(seen);
    if (!best || best_rank < value) {
      best = bin;
      best_rank = value;
    }
    return true;
  });
  return best;
}

/// The text of explain() for a choice by free space, such as "the least free space of 4 bins with 128 free".
inline std::string among(std::string_view which, std::size_t with_room, std::uint32_t demand) {
  return with_room == 0 ? fmt::format("no bin has {} free", demand)
                        : fmt::format("{} of {} bins with {} free", which, with_room, demand);
}

}  // namespace curtain
