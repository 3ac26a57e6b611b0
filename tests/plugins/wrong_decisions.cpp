// Policies with impossible decisions, one or two for each seam. The program must detect these decisions and
// name the policy.
#include <stdexcept>

#include "models/policies/admission/seam.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "models/policies/placement/seam.hpp"
#include "models/policies/plugin.hpp"
#include "models/policies/routing/seam.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {
namespace {

/// Chooses the first bin, full or not, or a bin that does not exist if there is none.
class FullBin final : public PlacementPolicy {
 public:
  std::optional<Bins::Bin> choose(const PlacementQuery&, const Bins&) override { return 0; }
};

class NoBin final : public PlacementPolicy {
 public:
  std::optional<Bins::Bin> choose(const PlacementQuery&, const Bins&) override { return 4000000000U; }
};

/// Uses an index that it did not declare.
class Undeclared final : public PlacementPolicy {
 public:
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    return bins.fullest_with(query.demand);
  }
};

/// Always repeats its first choice, even if this instance has been reclaimed.
class DeadInstance final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates& candidates) override {
    first_ = first_.valid() ? first_ : candidates.most_recent();
    return first_;
  }

 private:
  InstanceId first_;
};

class NoInstance final : public RoutingPolicy {
 public:
  InstanceId choose(const RoutingQuery&, const Candidates&) override { return InstanceId{4000000000U}; }
};

class InThePast final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration{-1}; }
};

class Throwing final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { throw std::out_of_range("no such function"); }
};

class ThrowingNumber final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { throw 7; }
};

class ThrowingHook final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.on_arrival = true}; }
  void on_arrival(const ArrivalNotice&) override { throw std::runtime_error("no arrivals, please"); }
  Duration keep_for(const IdleInstanceView&) override { return Duration{}; }
};

class AlwaysWait final : public ScalingPolicy {
 public:
  Scale decide(const ScalingQuery&) override { return Scale::wait; }
};

class Unmade final : public KeepAlivePolicy {
 public:
  Unmade() { throw std::runtime_error("the model's file is missing"); }
  Duration keep_for(const IdleInstanceView&) override { return Duration{}; }
};

#define WRONG(seam, function, name, type)                                            \
  const PolicyDeclaration& function() {                                              \
    static const PolicyDeclaration declaration{Seam::seam, name, "wrong on purpose", \
                                               "",         {},   make_plain<type>};  \
    return declaration;                                                              \
  }
WRONG(placement, full_bin, "full-bin", FullBin)
WRONG(placement, no_bin, "no-bin", NoBin)
WRONG(placement, undeclared, "undeclared", Undeclared)
WRONG(routing, dead_instance, "dead-instance", DeadInstance)
WRONG(routing, no_instance, "no-instance", NoInstance)
WRONG(keep_alive, in_the_past, "in-the-past", InThePast)
WRONG(keep_alive, throwing, "throwing", Throwing)
WRONG(keep_alive, throwing_number, "throwing-number", ThrowingNumber)
WRONG(keep_alive, throwing_hook, "throwing-hook", ThrowingHook)
WRONG(keep_alive, unmade, "unmade", Unmade)
WRONG(keep_alive, of_another_seam, "of-another-seam", AlwaysWait)
WRONG(scaling, always_wait, "always-wait", AlwaysWait)

}  // namespace

CURTAIN_PLUGIN(full_bin, no_bin, undeclared, dead_instance, no_instance, in_the_past, throwing,
               throwing_number, throwing_hook, unmade, of_another_seam, always_wait)

}  // namespace curtain
