#pragma once
// How few VMs could hold the live instances, were migration free.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The bound L2 of Martello and Toth (Lower bounds and reduction procedures for the bin packing problem,
/// Discrete Applied Mathematics 28, 1990) on the number of bins of size `capacity` for a multiset of items:
/// for each alpha <= capacity / 2, items above capacity - alpha need a bin each, items above capacity / 2
/// too, and what of the items between alpha and capacity / 2 does not fit beside the latter fills further
/// bins. Never above the optimum, never below ceil(sum / capacity). An item above the capacity (which an
/// audit may meet) counts as one that fills a bin. A change takes O(log n) on average where n is how many
/// sizes there have been, and never more than 33 steps.
class PackingBound {
 public:
  explicit PackingBound(Mebibytes capacity, std::uint32_t items_per_bin = kUnlimited)
      : capacity_(capacity), items_per_bin_(items_per_bin) {}

  void add(Mebibytes size);
  void remove(Mebibytes size);
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  /// Of some neighbouring steps: small items less room beside medium ones, of all of them and of the best
  /// few last ones (0 for none).
  struct Excess {
    std::int64_t all = 0;
    std::int64_t most = 0;
  };

  /// A leaf is a step: items that matter to every alpha up to `alpha`: small ones of that size, and medium
  /// ones that leave as much room beside them. An inner node has steps whose alphas agree above a bit: those
  /// with 0 there on its left, which are lower, and those with 1 on its right.
  struct Node {
    Excess excess;
    Mebibytes alpha = 0;
    std::uint32_t above = kNobody;
    std::uint32_t left = kNobody;  ///< of a leaf, none
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
  // A crit-bit tree (Bernstein, cr.yp.to/critbit.html; Morrison, PATRICIA, JACM 15, 1968); a step stays in
  // it.
  std::vector<Node> nodes_;
  std::uint32_t root_ = kNobody;
};

}  // namespace curtain
