#pragma once
// A member of a view that the platform fills only for a policy that declares the need for it.
#include <stdexcept>
#include <string>

namespace curtain {

/// Names of members of Needs, for use in error messages.
struct BinContentsNeed {
  static constexpr const char* name = "bin_contents";
};
struct BinLoadNeed {
  static constexpr const char* name = "bin_load";
};
struct BinDemandNeed {
  static constexpr const char* name = "bin_demand";
};
struct BinCodeNeed {
  static constexpr const char* name = "bin_code";
};
struct IdleCountsNeed {
  static constexpr const char* name = "idle_counts";
};
struct SessionsNeed {
  static constexpr const char* name = "sessions";
};
struct NamesNeed {
  static constexpr const char* name = "names";
};

/// Converts to its value. If the policy has not declared the need, reading throws std::logic_error, which is
/// reported as the policy's defect. A silent zero would let the policy decide on data that is not kept.
template <class Value, class Need>
class Kept {
 public:
  constexpr Kept() = default;
  constexpr Kept(Value value) : value_(value), is_kept_(true) {}  // NOLINT(google-explicit-constructor)
  constexpr operator Value() const {                              // NOLINT(google-explicit-constructor)
    if (!is_kept_) [[unlikely]] {
      throw std::logic_error(std::string("the policy reads a value that is kept only if its needs() sets .") +
                             Need::name + " = true");
    }
    return value_;
  }

 private:
  Value value_{};
  bool is_kept_ = false;
};

}  // namespace curtain
