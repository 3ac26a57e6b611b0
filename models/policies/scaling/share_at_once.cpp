#include <fmt/format.h>

#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

class ShareAtOnce final : public ScalingPolicy {
 public:
  explicit ShareAtOnce(const Arguments& arguments)
      : share_(static_cast<std::int64_t>(arguments.number(0) * kMillion + 0.5)) {}

  /// The demand is the number of slots of claimed instances, plus the number of waiting requests, plus this
  /// request. The waiting requests include those that unclaimed instances will take.
  Scale decide(const ScalingQuery& query) override {
    demand_ = std::uint64_t{query.live - query.unclaimed} * query.slots + query.waiting + 1;
    const sim::Int128 whole = sim::Int128{query.slots} * kMillion;
    wanted_ = static_cast<std::uint64_t>((static_cast<sim::Int128>(demand_) * share_ + whole - 1) / whole);
    return query.live == 0 || query.live < wanted_ ? Scale::start : Scale::wait;
  }

  [[nodiscard]] std::string explain() const override {
    return fmt::format("{} requests at once get {} instances", demand_, wanted_);
  }

 private:
  static constexpr std::int64_t kMillion = 1'000'000;
  std::int64_t share_;  // in millionths
  std::uint64_t demand_ = 0;
  std::uint64_t wanted_ = 0;
};

}  // namespace

const PolicyDeclaration& scaling_share_at_once() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "share-at-once",
      "starts instances for a share of the requests in flight; the others wait until an instance is free",
      "Wang et al., USENIX ATC 2018, of Google Cloud Functions: about half of the expected instances were "
      "launched "
      "at once, even with ten concurrent requests",
      {{"share", ParameterKind::fraction, "50%", 0.001, 1,
        "instances to start at once, as a share of the instances that all requests in flight need; rounded "
        "up"}},
      make_from_arguments<ShareAtOnce>};
  return declaration;
}

}  // namespace curtain
