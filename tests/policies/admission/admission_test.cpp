#include "models/policies/admission/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

AdmissionQuery query(std::uint32_t of_tenant, std::uint32_t of_function,
                     std::uint32_t own_limit = kUnlimited) {
  return {Time{}, TenantId{0u}, FunctionId{0u}, of_tenant, of_function, own_limit, false};
}

}  // namespace

TEST_CASE("admission unlimited applies only the limit of the function") {
  const auto unlimited = made<AdmissionPolicy>(policy(Seam::admission, "unlimited"));
  CHECK(unlimited->decide(query(1'000'000, 1'000'000)) == Admission::admit);
  CHECK(unlimited->decide(query(5, 4, 5)) == Admission::admit);
  CHECK(unlimited->decide(query(5, 5, 5)) == Admission::throttle);
  CHECK(unlimited->limits()->tenant == kUnlimited);
}

TEST_CASE("admission concurrency-limit admits below each of three limits") {
  const auto limit = made<AdmissionPolicy>(
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(5), whole(0), whole(0)}));
  CHECK(limit->decide(query(9, 4)) == Admission::admit);
  CHECK(limit->decide(query(10, 4)) == Admission::throttle);
  CHECK(limit->decide(query(9, 5)) == Admission::throttle);
  CHECK(limit->decide(query(9, 4, 4)) == Admission::throttle);
  CHECK(limit->limits()->tenant == 10);
  CHECK(limit->limits()->function == 5);
  const auto queues = made<AdmissionPolicy>(
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(5), whole(1), whole(0)}));
  CHECK(queues->decide(query(10, 0)) == Admission::queue);
}

TEST_CASE("policies without a limit for accounts reserve no concurrency") {
  CHECK_FALSE(made<AdmissionPolicy>(policy(Seam::admission, "unlimited"))->account());
  CHECK_FALSE(made<AdmissionPolicy>(policy(Seam::admission, "token-bucket",
                                           {whole(1), length(ms(1)), whole(1), whole(0), whole(0)}))
                  ->account());
  const auto limit = made<AdmissionPolicy>(
      policy(Seam::admission, "concurrency-limit", {whole(10), whole(5), whole(0), whole(3)}));
  CHECK(limit->account()->concurrency == 10);
  CHECK(limit->account()->unreserved == 3);
}

TEST_CASE("with a limit of 2, the third of three simultaneous requests is throttled") {
  World world;
  for (int i = 0; i < 3; ++i) {
    world.arrive(world.function("f"), at_ms(0), ms(10));
  }
  CHECK(world.counts().of(Outcome::throttled) == 0);
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit", {whole(2), whole(kUnlimited), whole(0), whole(0)});
  CHECK(world.counts().of(Outcome::throttled) == 1);
}
