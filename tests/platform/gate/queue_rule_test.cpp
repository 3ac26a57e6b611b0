#include "models/platform/gate/queue_rule.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE(
    "the order of waiting attempts is given by the policy, by keys if policies must be called for every "
    "decision") {
  PlatformParameters ideal = ideal_platform();
  CHECK(QueueRule(PolicySet(ideal.policies).queueing, false).order() == QueueOrder::first_in_first_out);
  CHECK(QueueRule(PolicySet(ideal.policies).queueing, true).is_keyed());
  ideal.policies.queueing = policy(Seam::queueing, "lifo");
  QueueRule last_first(PolicySet(ideal.policies).queueing, false);
  CHECK(last_first.order() == QueueOrder::last_in_first_out);
  CHECK(last_first.next_position() == 0);
  CHECK(last_first.next_position() == 1);
  CHECK(last_first.rank(1) < last_first.rank(0));
}
