#include "models/platform/origins/origins.hpp"

#include "models/workload/memory_source.hpp"
#include "tests/platform/support/fake_core.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("clients and asynchronous functions are known by their functions") {
  FakeCore core;
  FunctionTable table;
  ClientGroup group;
  group.function = table.function(table.tenant("t"), "f", 128, {});
  group.clients = 2;
  group.first = takes(ms(5));
  group.until = Time::never();
  AsyncParameters async;
  async.max_age = ms(1'000);
  async.backoff = ms(1);
  Origins origins(core, table, async, {}, Time::never(),
                  support::ClientSource(std::vector<Arrival>{}, std::nullopt, {group}), ms(7'000));
  CHECK(origins.has_clients());
  CHECK(origins.client_timeout().leaves_at(at_ms(1'000)) == at_ms(8'000));
  EventTable events;
  origins.claim(events);
  FunctionTraits traits;
  traits.invoke = Invoke::async;
  origins.adopt(0, table[FunctionId{0u}]);
  origins.adopt(1, FunctionSpec{TenantId(0u), "g", 128, traits});
  CHECK(core.with_senders == std::vector<std::uint32_t>{1});
  origins.begin();
  CHECK(core.with_senders == std::vector<std::uint32_t>{1, 0});
  CHECK(origins.pending() == 2);
  core.run(events);
  CHECK(core.sent.size() == 2);
  CHECK(origins.pending() == 0);
}

TEST_CASE("a workload without clients is known in advance") {
  FakeCore core;
  FunctionTable table;
  CHECK_FALSE(
      Origins(core, table, {}, {}, Time::never(), MemorySource(std::vector<Arrival>{}), Duration::infinite())
          .has_clients());
}
