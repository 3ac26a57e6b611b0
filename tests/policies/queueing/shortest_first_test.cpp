#include "tests/policies/queueing_support.hpp"

using namespace support;

TEST_CASE("shortest-first learns what a function takes, and lets the unknown go first") {
  const auto mean = queueing("shortest-first", {whole(kMean)});
  CHECK(mean->needs().on_completion);
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(10)});
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(20)});
  mean->on_completion({at_ms(0), FunctionId{2u}, InstanceId{0u}, ms(14)});
  CHECK(mean->key(waiting(at_ms(0), 1, ms(1))) == ms(15).ns());
  CHECK(mean->key(waiting(at_ms(0), 2, ms(99))) == ms(14).ns());
  CHECK(mean->key(waiting(at_ms(0), 0, ms(99))) < 0);
  CHECK(mean->key(waiting(at_ms(0), 7, ms(99))) < 0);
  const auto exact = queueing("shortest-first", {whole(kExact)});
  CHECK_FALSE(exact->needs().on_completion);
  CHECK(exact->key(waiting(at_ms(0), 1, ms(7))) == ms(7).ns());
}
