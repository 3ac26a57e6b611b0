#include "models/platform/core/warm_path.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("static answers of policies keep the warm path open") {
  PlatformParameters ideal = ideal_platform();
  const WarmPath path(PolicySet(ideal.policies), false);
  CHECK(path.mask() == 0);
  CHECK(path.takes_most_recent());
  CHECK(path.is_keep_constant());
  CHECK(path.keep() == ms(10'000));
  ideal.policies.routing = policy(Seam::routing, "least-recent");
  CHECK_FALSE(WarmPath(PolicySet(ideal.policies), false).takes_most_recent());
}

TEST_CASE("a policy that must be called for every decision closes the warm path") {
  PlatformParameters ideal = ideal_platform();
  SECTION("routing") {
    ideal.policies.routing = policy(Seam::routing, "random");
  }
  SECTION("keep-alive") {
    ideal.policies.keep_alive = policy(Seam::keep_alive, "spread", {length(ms(1)), length(ms(2))});
  }
  SECTION("admission") {
    ideal.policies.admission = policy(Seam::admission, "token-bucket",
                                      {whole(1), length(sim::seconds(1)), whole(2), whole(0), whole(0)});
  }
  CHECK(WarmPath(PolicySet(ideal.policies), false).mask() == special::asked_policy);
}

TEST_CASE("if policies must be called for every decision, no answer is static") {
  const PlatformParameters ideal = ideal_platform();
  WarmPath path(PolicySet(ideal.policies), true);
  CHECK_FALSE(path.is_keep_constant());
  CHECK(path.mask() == (special::forced | special::asked_policy));
  path.leave_because(special::hooks);
  CHECK((path.mask() & special::hooks) != 0);
}
