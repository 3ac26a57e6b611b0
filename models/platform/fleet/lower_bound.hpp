#pragma once
// A lower bound on the number of VMs that the live instances need, even if instances could be moved for free.
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The bound L2 of Martello and Toth (Lower bounds and reduction procedures for the bin packing problem,
/// Discrete Applied Mathematics 28, 1990) on the number of bins of size `capacity` for a multiset of items.
/// The bound holds for each alpha <= capacity / 2. Each item above capacity / 2 needs a separate bin, and no
/// item of at least alpha fits next to an item above capacity - alpha. The items between alpha and capacity /
/// 2 first fill the free space next to the other large items, and the rest fills further bins. The bound is
/// at most the optimum and at least ceil(sum / capacity). An item above the capacity, which an audit may
/// encounter, counts as an item that fills a bin. A change takes O(log n) on average, where n is the number
/// of different sizes so far, and at most 33 steps.
class PackingBound {
 public:
  explicit PackingBound(Mebibytes capacity, std::uint32_t items_per_bin = kUnlimited)
      : capacity_(capacity), items_per_bin_(items_per_bin) {}

  void add(Mebibytes size);
  void remove(Mebibytes size);
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  /// Sums over neighbouring steps of the number of small items minus the number that fits next to medium
  /// items. `all` is the sum over all these steps; `most` is the largest sum over some last steps, or 0 for
  /// no step.
  struct Excess {
    std::int64_t all = 0;
    std::int64_t most = 0;
  };

  /// A leaf is a step. It counts the items that matter for all alphas up to its `alpha`. These items are
  /// small items of size `alpha`, and medium items that leave `alpha` free next to them. An inner node has
  /// steps whose alphas agree above its `bit`. Steps with 0 in that bit are on its left and have lower
  /// alphas; steps with 1 are on its right.
  struct Node {
    Excess excess;
    Mebibytes alpha = 0;
    std::uint32_t above = kNobody;
    std::uint32_t left = kNobody;  ///< kNobody for a leaf
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
  // The nodes form a crit-bit tree (Bernstein, cr.yp.to/critbit.html; Morrison, PATRICIA, JACM 15, 1968).
  // Steps are never removed.
  std::vector<Node> nodes_;
  std::uint32_t root_ = kNobody;
};

}  // namespace curtain
