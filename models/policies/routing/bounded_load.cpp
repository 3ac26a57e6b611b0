#include <fmt/format.h>

#include <algorithm>

#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

class BoundedLoad final : public RoutingPolicy {
 public:
  explicit BoundedLoad(const Arguments& arguments)
      : share_(kMillion + static_cast<std::uint64_t>(arguments.number(0) * kMillion + 0.5)) {}
  [[nodiscard]] Needs needs() const override { return {.candidates_on_ring = true, .sessions = true}; }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    const std::uint64_t bound = capacity(query);
    const InstanceId home = candidates.clockwise_from(session_point(query.function, query.session));
    InstanceId at = home;
    bound_ = bound;
    passed_ = 0;
    while (candidates.view(at).in_flight >= bound) {
      ++passed_;
      at = candidates.clockwise_after(at);
      if (at == home) {
        break;  // never reached, because not all loads can be above their mean
      }
    }
    return at;
  }

  [[nodiscard]] std::string explain() const override {
    return bound_ == 0
               ? ""
               : fmt::format("below the bound of {} attempts; passed {} full instances after the home",
                             bound_, passed_);
  }

 private:
  /// The maximum load of an instance, ceil((1 + epsilon) * m / n) for m attempts, including this attempt, on
  /// n instances. The maximum is computed in integers, so that an exact result is not rounded up.
  [[nodiscard]] std::uint64_t capacity(const RoutingQuery& query) const {
    const std::uint64_t attempts = std::uint64_t{query.running} + 1;
    const std::uint64_t whole = kMillion * std::max(query.serving, 1u);
    return (attempts * share_ + CURTAIN_MUTANT(bound_rounded_down, whole - 1, 0u)) / whole;
  }

  std::uint64_t share_;       // share of the mean load, in millionths
  std::uint64_t bound_ = 0;   // bound at the last choice
  std::uint32_t passed_ = 0;  // number of full instances that were skipped after the home at the last choice
};

}  // namespace

const PolicyDeclaration& routing_bounded_load() {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "bounded-load",
      "chooses like hash-affinity, but skips instances that already have (1 + epsilon) times the mean load",
      "Mirrokni, Thorup and Zadimoghaddam, Consistent hashing with bounded loads, SODA 2018",
      {{"epsilon", ParameterKind::number, "0.25", 0.000001, 1000,
        "how far the load of an instance may exceed the mean, to millionths; HAProxy's manual calls a "
        "`hash-balance-factor` of 125 to 200 reasonable, which is 0.25 to 1"}},
      make_from_arguments<BoundedLoad>};
  return declaration;
}

}  // namespace curtain
