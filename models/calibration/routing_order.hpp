#pragma once
// Chooses the routing order that explains which idle instance served each call.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "models/calibration/instance_use.hpp"

namespace curtain {

enum class RoutingOrder : std::uint8_t { most_recent, least_recent, random };
/// The name of the policy: "most-recent" and so on.
const char* routing_name(RoutingOrder order);

/// The share of choices that a rule leaves to chance, because the clocks of a log are not exact: two
/// instances that became idle at almost the same time may be in either order.
inline constexpr double kChanceOfOther = 0.01;

struct RoutingReport {
  std::size_t choices = 0;
  std::size_t most_recent = 0;           ///< choices of the most recently used instance
  std::size_t least_recent = 0;          ///< choices of the least recently used instance
  double log_likelihood[3] = {0, 0, 0};  ///< of each RoutingOrder
  RoutingOrder best = RoutingOrder::random;
  std::string cannot;  ///< why no order was chosen; empty if one was

  [[nodiscard]] bool has_fit() const { return cannot.empty(); }
};

/// The order with the largest likelihood. Among n candidates, the choice of a rule has the probability
/// 1 - kChanceOfOther + kChanceOfOther / n, and each other candidate has the probability kChanceOfOther / n.
RoutingReport fit_routing(std::span<const RoutingChoice> choices);

}  // namespace curtain
