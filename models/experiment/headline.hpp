#pragma once
// The headline behaviour of a platform: a few figures that come from short simulated runs on it.
#include <cstdint>
#include <optional>
#include <string>

#include "models/words.hpp"

namespace curtain {

/// The runs use functions of one tenant with 128 MiB, unless said otherwise. A figure without a value could
/// not be measured.
struct Headline {
  /// Median of the start-ups that the first calls of 4,000 functions wait for; the functions start in
  /// existing VMs where the platform shares VMs.
  std::optional<double> start_up_s;
  /// Median latency, from request sent to response received, of calls that find an idle instance, less their
  /// execution.
  std::optional<double> warm_s;
  /// The largest number of instances within 2 min after 200 calls at once, each of which takes 2 min.
  std::uint64_t instances_for_200 = 0;
  std::uint64_t instances_after_1s = 0;  ///< the number of these instances 1 s after the calls
  std::uint64_t turned_away = 0;         ///< of the 200 calls: throttled, expired or refused
  /// The shortest gap between calls, in whole seconds, after which at least half of the calls are cold. No
  /// value if the gap is longer than a day.
  std::optional<Duration> idle;
  /// The bill of 3 million calls of 1 s and 512 MiB in US dollars, without a free tier: 1,000 times the bill
  /// of 3,000 calls that follow each other. No value if the platform has no prices.
  std::optional<double> month_usd;
};

/// The headline behaviour of a built-in profile, or of a profile in a file. Throws ScenarioError if the
/// profile cannot be read.
Headline headline_of(const std::string& profile);

}  // namespace curtain
