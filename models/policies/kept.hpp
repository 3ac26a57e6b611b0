#pragma once
// A figure in a view that the platform keeps only for a policy that has declared the need.
#include <stdexcept>
#include <string>

namespace curtain {

/// Names of members of Needs, for messages.
struct BinContentsNeed {
  static constexpr const char* name = "bin_contents";
};
struct BinLoadNeed {
  static constexpr const char* name = "bin_load";
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

/// Reads as its value. A policy that reads it without the need gets std::logic_error, for which it is blamed:
/// a silent zero would make it decide by what is not there.
template <class Value, class Need>
class Kept {
 public:
  constexpr Kept() = default;
  constexpr Kept(Value value) : value_(value), is_kept_(true) {}  // NOLINT(google-explicit-constructor)
  constexpr operator Value() const {                              // NOLINT(google-explicit-constructor)
    if (!is_kept_) [[unlikely]] {
      throw std::logic_error(std::string("what it looks at is kept with Needs::") + Need::name +
                             " only, which it does not declare");
    }
    return value_;
  }

 private:
  Value value_{};
  bool is_kept_ = false;
};

}  // namespace curtain
