#include "models/config/workload_use.hpp"

#include "tests/catch.hpp"

using namespace curtain;
using namespace curtain::config;

TEST_CASE("a feature that one entry uses is used by the workload") {
  PoissonSpec plain;
  PoissonSpec with_all;
  with_all.traits.provisioned = 1;
  with_all.traits.reserved_concurrency = 0;
  with_all.traits.cpu = 0.5;
  with_all.traits.work.disk = 1;
  with_all.traits.work.network = 1;
  with_all.traits.crash_retries = 1;
  with_all.traits.invoke = Invoke::async;
  with_all.traits.max_instances = 3;
  const WorkloadUse none = use_of({plain});
  CHECK_FALSE((none.provisions || none.reserves || none.computes || none.retries || none.is_async ||
               none.limits_instances || none.uses_disk || none.uses_network));
  const WorkloadUse use = use_of({plain, with_all});
  CHECK(use.provisions);
  CHECK(use.reserves);
  CHECK(use.computes);
  CHECK(use.uses_disk);
  CHECK(use.uses_network);
  PoissonSpec fixed;
  fixed.traits.work.cpu = Duration{1};
  CHECK(use_of({fixed}).computes);
  CHECK(use.retries);
  CHECK(use.is_async);
  CHECK(use.is_sync);
  CHECK_FALSE(use_of({with_all}).is_sync);
  CHECK(use.limits_instances);
}

TEST_CASE("individual traits of functions in a trace count as used") {
  CsvTraceSpec trace;
  NamedTraits named;
  named.traits.crash_retries = 2;
  trace.functions.push_back(named);
  CHECK(use_of({trace}).retries);
}
