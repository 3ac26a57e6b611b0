#pragma once
// The headline behaviour of a platform: a few figures from short simulated runs on the platform.
#include <cstdint>
#include <optional>
#include <string>

#include "models/words.hpp"

namespace curtain {

/// The figures. Unless stated otherwise, the runs use functions of one tenant with 128 MiB. A figure without
/// a value could not be measured.
struct Headline {
  /// The median of the start-ups for which the first calls of 4,000 functions wait. If the platform shares
  /// VMs, the functions start in existing VMs.
  std::optional<double> start_up_s;
  /// The median latency of calls that find an idle instance, from sending the request to receiving the
  /// response, without the execution.
  std::optional<double> warm_s;
  /// The maximum number of instances within 2 min after 200 simultaneous calls that take 2 min each.
  std::uint64_t instances_for_200 = 0;
  std::uint64_t instances_after_1s = 0;  ///< number of instances 1 s after the 200 calls
  std::uint64_t turned_away = 0;         ///< number of the 200 calls that were throttled, expired or refused
  /// The shortest gap between calls, in whole seconds, after which at least half of the calls are cold. Empty
  /// if the gap is longer than a day.
  std::optional<Duration> idle;
  /// The bill of 3 million calls of 1 s and 512 MiB in US dollars, without a free tier. The figure is 1,000
  /// times the bill of 3,000 consecutive calls. Empty if the platform has no prices.
  std::optional<double> month_usd;
};

/// Returns the headline behaviour of a built-in profile, or of a profile in a file. Throws ScenarioError if
/// the profile cannot be read.
Headline headline_of(const std::string& profile);

}  // namespace curtain
