#include "models/platform/policy_set.hpp"

#include <stdexcept>

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("a set consists of the chosen policies, in the order of the seams") {
  const PolicySet set(ideal_platform().policies);
  CHECK(set.all()[0] == set.admission.get());
  CHECK(set.all()[4] == set.placement.get());
  CHECK(set.all()[5] == set.host_placement.get());
  CHECK(set.all()[7] == set.pre_warm.get());
  CHECK(set.placement.get() != set.host_placement.get());
  CHECK(set.keep_alive->constant() == ms(10'000));
}

TEST_CASE("a choice that is missing or for another seam is refused") {
  PolicyChoices choices = ideal_platform().policies;
  choices.routing = {};
  CHECK_THROWS_WITH(PolicySet(choices), "policies: no policy is chosen for routing");
  choices.routing = policy(Seam::placement, "best-fit");
  CHECK_THROWS_WITH(PolicySet(choices), "policy 'best-fit' is not a policy for routing");
  CHECK_THROWS_AS(PolicySet(choices), std::invalid_argument);
}
