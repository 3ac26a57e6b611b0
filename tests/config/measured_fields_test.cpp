#include "models/config/measured_fields.hpp"

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::refusal;
using testing::spec_of;

TEST_CASE("entries of the kind measured are read, written and refused") {
  const auto spec = spec_of<MeasuredSpec>(
      "measured: {tenant: t, function: f, memory: 128MiB, duration: 50ms, shift: 10s, provisioned: 3}");
  CHECK(spec.tenant == "t");
  CHECK(spec.function == "f");
  CHECK(spec.memory == Mebibytes{128});
  CHECK(spec.duration == sim::Distribution::constant(5e7));
  CHECK(spec.shift == sim::seconds(10));
  CHECK(spec.traits.provisioned == 3);
  const auto plain = spec_of<MeasuredSpec>("measured: {}");
  CHECK(plain.paths.empty());
  CHECK(plain.function.empty());
  CHECK_FALSE(plain.memory);
  CHECK_FALSE(plain.duration);
  check_round_trip(
      "measured: {function: f, memory: 1GiB, duration: {uniform: {min: 1s, max: 2s}}, shift: 1s}");
  check_round_trip("measured: {}");
  CHECK_THAT(refusal("measured: {path: no-such-log.csv}"), ContainsSubstring("measured.path"));
  CHECK_THAT(refusal("measured: {memory: 0MiB}"), ContainsSubstring("measured.memory"));
}
