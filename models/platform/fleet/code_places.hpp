#pragma once
// The hosts that store the code of functions.
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "models/words.hpp"

namespace curtain {

/// Stores which code is on which host. Code stays on a host without limit, until the host is lost. `losses`
/// is the number of times that the host has been lost so far.
class CodePlaces {
 public:
  /// If `keeps` is false, nothing is ever stored.
  explicit CodePlaces(bool keeps) : keeps_(keeps) {}

  /// The time since which the function's code is on the host. Empty if the code is not on the host.
  [[nodiscard]] std::optional<Time> since(std::uint32_t host, std::uint32_t function,
                                          std::uint32_t losses) const;
  /// Notes that the code arrives at `at`. Has no effect if the code is already on the host.
  void note(std::uint32_t host, std::uint32_t function, std::uint32_t losses, Time at);

 private:
  struct Code {
    Time since;
    std::uint32_t losses = 0;  // losses of the host when the code arrived
  };
  static std::uint64_t key(std::uint32_t host, std::uint32_t function) {
    return (std::uint64_t{host} << 32) | function;
  }

  bool keeps_;
  std::unordered_map<std::uint64_t, Code> code_;  // indexed by host and function; never iterated
};

}  // namespace curtain
