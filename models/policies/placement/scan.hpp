#pragma once
// For policies that look at what bins hold: one after the other, those with room.
#include <optional>

#include "models/policies/placement/seam.hpp"

namespace curtain {

/// Calls `visit(bin, view)` for every bin with room for the item, oldest first; it returns whether to go on.
/// Needs::bins_by_age; O(k log n) for the k bins visited, and nothing is allocated.
template <class Visit>
void scan_bins(const Bins& bins, const PlacementQuery& query, Visit&& visit) {
  std::optional<Bins::Bin> bin = bins.oldest_with(query.demand);
  while (bin && visit(*bin, bins.view(*bin, query))) {
    bin = bins.next_with(bins.serial(*bin) + 1, query.demand);
  }
}

/// Of the bins with room the one whose rank, `rank(view)`, is the highest; the oldest of equals. Ranks may be
/// anything that can be compared.
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

}  // namespace curtain
