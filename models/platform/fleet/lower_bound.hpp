#pragma once
// The number of VMs that could hold the live instances if instances could be moved for free.
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The bound L2 of Martello and Toth (Lower bounds and reduction procedures for the bin packing problem,
/// Discrete Applied Mathematics 28, 1990) on the number of bins of size `capacity` for a multiset of items.
/// For each alpha <= capacity / 2: each item above capacity / 2 needs a bin of its own, and no item of at
/// least alpha fits next to an item above capacity - alpha. The items between alpha and capacity / 2 fill the
/// room next to the other large items, and the rest fills further bins. The bound is never above the optimum
/// and never below ceil(sum / capacity). An item above the capacity (which an audit may encounter) counts as
/// one that fills a bin. A change takes O(log n) on average, where n is the number of different sizes so far,
/// and never more than 33 steps.
class PackingBound {
 public:
  explicit PackingBound(Mebibytes capacity, std::uint32_t items_per_bin = kUnlimited)
      : capacity_(capacity), items_per_bin_(items_per_bin) {}

  void add(Mebibytes size);
  void remove(Mebibytes size);
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  /// Sums over some neighbouring steps of small items less the room next to medium ones: over all of them,
  /// and the largest sum of some last ones (0 for none).
  struct Excess {
    std::int64_t all = 0;
    std::int64_t most = 0;
  };

  /// A leaf is a step: the items that matter to every alpha up to `alpha`, which are small items of that
  /// size, and medium items that leave that much room next to them. An inner node has steps whose alphas
  /// agree above a bit: those with 0 in that bit are on its left and lower, those with 1 on its right.
  struct Node {
    Excess excess;
    Mebibytes alpha = 0;
    std::uint32_t above = kNobody;
    std::uint32_t left = kNobody;  ///< none for a leaf
    std::uint32_t right = kNobody;
    int bit = -1;
    std::uint64_t small = 0;
    std::uint64_t medium = 0;
  };

  [[nodiscard]] bool above_half(Mebibytes size) const;
  std::uint32_t step_of(Mebibytes size);
  std::uint32_t add_step(Mebibytes alpha, std::uint32_t nearest);
  std::uint64_t& count_of(std::uint32_t step, Mebibytes size);
  void update(std::uint32_t step);
  void compute_value();

  Mebibytes capacity_;
  std::uint32_t items_per_bin_;
  std::uint64_t value_ = 0;
  std::uint64_t items_ = 0;
  std::uint64_t above_half_ = 0;
  // A crit-bit tree (Bernstein, cr.yp.to/critbit.html; Morrison, PATRICIA, JACM 15, 1968); steps are never
  // removed.
  std::vector<Node> nodes_;
  std::uint32_t root_ = kNobody;
};

}  // namespace curtain
