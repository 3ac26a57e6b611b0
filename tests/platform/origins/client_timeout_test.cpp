#include "models/platform/origins/client_timeout.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// The module on a core that records its requests. One request was sent at 1 s, and its client waits for 5 s.
struct ClientTimeoutAlone {
  ClientTimeoutAlone() {
    events.handle<ClientLeaves, &ClientTimeout::leaves>(timeout);
    send();
  }
  void send() {
    request = core.tables.requests.allocate();
    core.tables.requests[request].arrival = at_ms(1'000);
  }

  FakeCore core;
  ClientTimeout timeout{core, ms(5'000)};
  EventTable events;
  std::uint32_t request = 0;
};

using Left = std::vector<std::pair<std::uint32_t, Time>>;

}  // namespace

TEST_CASE("clients have a timeout only if they wait for the answer") {
  FakeCore core;
  FunctionTraits async;
  async.invoke = Invoke::async;
  const FunctionSpec with_client{TenantId(0u), "f", 128, {}};
  const FunctionSpec without{TenantId(0u), "g", 128, async};
  CHECK(ClientTimeout(core, ms(1)).concerns(with_client));
  CHECK_FALSE(ClientTimeout(core, ms(1)).concerns(without));
  CHECK_FALSE(ClientTimeout(core, Duration::infinite()).concerns(with_client));
}

TEST_CASE("a client leaves when its timeout has passed since it sent the request") {
  ClientTimeoutAlone alone;
  CHECK(alone.timeout.leaves_at(at_ms(1'000)) == at_ms(6'000));
  CHECK(alone.timeout.is_in_time(at_ms(1'000), at_ms(6'000)));
  CHECK_FALSE(alone.timeout.is_in_time(at_ms(1'000), at_ms(6'000) + ns(1)));
  alone.timeout.watch(alone.request);
  alone.core.run(alone.events, at_ms(6'000));
  CHECK(alone.core.left.empty());
  alone.core.run(alone.events);
  CHECK(alone.core.left == Left{{alone.request, at_ms(6'000)}});
}

TEST_CASE("a client that has received its answer does not leave") {
  ClientTimeoutAlone alone;
  alone.timeout.watch(alone.request);
  alone.core.tables.requests.release(alone.request);
  alone.core.run(alone.events);
  CHECK(alone.core.left.empty());
}

TEST_CASE("the client of a request that is retried leaves once, at the same time as without the retry") {
  ClientTimeoutAlone alone;
  alone.timeout.watch(alone.request);
  alone.core.tables.requests.renew(alone.request);  // the scheduled event is now stale
  alone.timeout.watch(alone.request);
  alone.core.run(alone.events);
  alone.core.tables.requests.renew(alone.request);
  alone.timeout.watch(alone.request);
  alone.core.run(alone.events);
  CHECK(alone.core.left == Left{{alone.request, at_ms(6'000)}});
}
