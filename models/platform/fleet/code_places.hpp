#pragma once
// The hosts on which the code of functions is.
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "models/words.hpp"

namespace curtain {

/// Code stays on a host without limit, until the host is lost. `losses`: how often the host has been lost so
/// far.
class CodePlaces {
 public:
  /// If `keeps` is false nothing is ever noted.
  explicit CodePlaces(bool keeps) : keeps_(keeps) {}

  /// Since when the function's code is on the host; empty if it is not.
  [[nodiscard]] std::optional<Time> since(std::uint32_t host, std::uint32_t function,
                                          std::uint32_t losses) const;
  /// The code arrives at `at`; no effect if it is there already.
  void note(std::uint32_t host, std::uint32_t function, std::uint32_t losses, Time at);

 private:
  struct Code {
    Time since;
    std::uint32_t losses = 0;  // of the host, when the code arrived
  };
  static std::uint64_t key(std::uint32_t host, std::uint32_t function) {
    return (std::uint64_t{host} << 32) | function;
  }

  bool keeps_;
  std::unordered_map<std::uint64_t, Code> code_;  // by host and function; only looked up, never iterated
};

}  // namespace curtain
