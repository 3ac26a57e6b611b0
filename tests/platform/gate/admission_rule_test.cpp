#include "models/platform/gate/admission_rule.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("concurrency limits are known without a call of the policy, and a rate is not") {
  PlatformParameters ideal = ideal_platform();
  ideal.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(7), whole(3), whole(0), whole(0)});
  const PolicySet limited(ideal.policies);
  const AdmissionRule rule(*limited.admission, false);
  CHECK(rule.tenant_limit() == 7);
  CHECK(rule.function_limit() == 3);
  CHECK(rule.holds_by_function());
  CHECK_FALSE(AdmissionRule(*limited.admission, true).holds_by_function());
  ideal.policies.admission = policy(Seam::admission, "token-bucket",
                                    {whole(1), length(sim::seconds(1)), whole(2), whole(0), whole(0)});
  const PolicySet by_rate(ideal.policies);
  CHECK(AdmissionRule(*by_rate.admission, false).tenant_limit() == kUnlimited);
  CHECK_FALSE(AdmissionRule(*by_rate.admission, false).holds_by_function());
}
