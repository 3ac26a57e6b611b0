#pragma once
// Functions that the benchmarks of the platform share.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/policies/catalogue.hpp"

namespace curtain::bench {

/// The CPU time that this thread has used.
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// A built-in policy by its name, with its arguments in the order of its declaration. Ends the program if
/// there is no such policy.
inline PolicyChoice choice(Seam seam, std::string_view name, std::vector<Argument> arguments = {}) {
  const PolicyDeclaration* const declaration = find_policy(seam, name);
  if (declaration == nullptr) {
    fmt::print(stderr, "there is no policy '{}'\n", name);
    std::exit(2);
  }
  return {declaration, Arguments(std::move(arguments))};
}

/// The simplest policies: unlimited admission, fifo, most-recent, per-request and first-fit. Instances are
/// kept forever.
inline PolicyChoices plain_policies() {
  PolicyChoices policies;
  policies.admission = choice(Seam::admission, "unlimited");
  policies.queueing = choice(Seam::queueing, "fifo");
  policies.routing = choice(Seam::routing, "most-recent");
  policies.scaling = choice(Seam::scaling, "per-request");
  policies.placement = choice(Seam::placement, "first-fit");
  policies.host_placement = choice(Seam::placement, "first-fit");
  policies.keep_alive = choice(Seam::keep_alive, "forever");
  policies.pre_warm = choice(Seam::pre_warm, "none");
  return policies;
}

}  // namespace curtain::bench
