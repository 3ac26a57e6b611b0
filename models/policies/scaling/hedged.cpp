#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"

namespace curtain {
namespace {

class Hedged final : public ScalingPolicy {
 public:
  explicit Hedged(const Arguments& arguments) : after_(arguments.duration(0)) {}
  Scale decide(const ScalingQuery&) override { return Scale::both; }
  [[nodiscard]] Duration start_after(const ScalingQuery&) override { return after_; }

 private:
  Duration after_;
};

}  // namespace

const PolicyDeclaration& scaling_hedged() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "hedged",
      "lets an attempt wait for a live instance and also starts an instance; the attempt runs on the "
      "instance that is free first",
      "Dean and Barroso, The tail at scale, CACM 2013: hedged and tied requests; Liu et al., "
      "Concurrency-informed orchestration for serverless functions (CIDRE), ASPLOS 2025: a delayed warm "
      "start or a cold one",
      {{"after", ParameterKind::duration, "0s", 0, 4.6e18,
        "how long the attempt waits before the instance starts; Dean and Barroso send the second request at "
        "once or at the 95th percentile of the first request's latency; 0s starts an instance for each "
        "attempt, with late binding"}},
      make_from_arguments<Hedged>};
  return declaration;
}

}  // namespace curtain
