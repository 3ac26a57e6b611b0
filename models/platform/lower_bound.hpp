#pragma once
// How few VMs could hold the live instances, were migration free.
#include <cstdint>
#include <map>

#include "models/words.hpp"

namespace curtain {

/// The bound L2 of Martello and Toth (Lower bounds and reduction procedures for the bin packing problem,
/// Discrete Applied Mathematics 28, 1990) on the number of bins of size `capacity` for a multiset of items:
/// for each alpha <= capacity / 2, items above capacity - alpha need a bin each, items above capacity / 2
/// too, and what of the items between alpha and capacity / 2 does not fit beside the latter fills further
/// bins. Never above the optimum, never below ceil(sum / capacity).
class PackingBound {
 public:
  explicit PackingBound(Mebibytes capacity, std::uint32_t items_per_bin = kUnlimited)
      : capacity_(capacity), items_per_bin_(items_per_bin) {}

  void add(Mebibytes size);
  void remove(Mebibytes size);
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void compute();

  Mebibytes capacity_;
  std::uint32_t items_per_bin_;
  std::uint64_t value_ = 0;
  std::uint64_t items_ = 0;
  std::map<Mebibytes, std::uint64_t> count_;  // by size
};

}  // namespace curtain
