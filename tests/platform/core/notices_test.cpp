#include "models/platform/core/notices.hpp"

#include "models/policies/pre_warm/seam.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("only policies that declare a need get notices, and no notice is created without a listener") {
  const PolicySet quiet(ideal_platform().policies);
  const Notices none(quiet);
  CHECK_FALSE(none.of_attempts());
  CHECK_FALSE(none.of_starts());
  CHECK_FALSE(none.wants_future());
  int made = 0;
  const auto make = [&made] {
    ++made;
    return ReadyNotice{};
  };
  none.ready(Time{0}, make);
  CHECK(made == 0);
}

namespace {

/// A policy that is notified of arrivals and counts them.
class HearsArrivals final : public PreWarmPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.on_arrival = true;
    return needs;
  }
  [[nodiscard]] std::uint32_t floor(const PreWarmQuery&) override { return 0; }
  void on_arrival(const ArrivalNotice& notice) override { heard.push_back(notice.function.value()); }
  std::vector<std::uint32_t> heard;
};

}  // namespace

TEST_CASE("a policy gets the notices that it declares") {
  PolicySet set(ideal_platform().policies);
  auto hears = std::make_unique<HearsArrivals>();
  HearsArrivals& policy = *hears;
  set.pre_warm = ChosenPolicy<PreWarmPolicy, PreWarmNeeds>(std::move(hears));
  const Notices notices(set);
  CHECK(notices.of_attempts());
  CHECK_FALSE(notices.of_starts());
  notices.arrived(Time{0}, [] { return ArrivalNotice{Time{0}, FunctionId{7u}, TenantId{0u}, 1}; });
  CHECK(policy.heard == std::vector<std::uint32_t>{7});
}
