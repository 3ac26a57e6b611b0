#pragma once
// For policies that read what bins hold: visits the bins with room one after the other.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "models/policies/placement/seam.hpp"

namespace curtain {

/// Calls `visit(bin, view)` for every bin with room for the item, oldest first, while `visit` returns true.
/// Needs::bins_by_age; O(k log n) for the k bins visited; allocates nothing.
template <class Visit>
void scan_bins(const Bins& bins, const PlacementQuery& query, Visit&& visit) {
  std::optional<Bins::Bin> bin = bins.oldest_with(query.demand);
  while (bin && visit(*bin, bins.view(*bin, query))) {
    bin = bins.next_with(bins.serial(*bin) + 1, query.demand);
  }
}

/// The bin with room that has the highest `rank(view)`; the oldest among equals. Ranks may be of any
/// comparable type.
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

/// The text of explain() for a choice by free space: "the least of 4 that have 128".
inline std::string among(std::string_view which, std::size_t with_room, std::uint32_t demand) {
  return with_room == 0 ? fmt::format("none has {}", demand)
                        : fmt::format("{} of {} that have {}", which, with_room, demand);
}

}  // namespace curtain
