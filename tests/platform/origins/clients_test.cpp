#include "models/platform/origins/clients.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// Clients on a core that records their requests.
struct ClientsAlone {
  explicit ClientsAlone(Time end, Duration request_latency = {})
      : clients(core, table, request_latency, end) {
    events.handle<ClientSends, &Clients::sends>(clients);
  }
  ClientGroup group(std::uint32_t count, Duration think, Duration work) {
    ClientGroup made;
    made.function = table.function(table.tenant("t"), "f", 128, {});
    made.clients = count;
    made.first = takes(think);
    made.think = takes(think);
    made.duration = takes(work);
    made.until = Time::never();
    return made;
  }
  /// Returns the times at which requests were sent, in milliseconds, with the numbers of their senders.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::uint32_t>> sendings() const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> all;
    for (const FakeCore::Sent& sent : core.sent) {
      all.emplace_back(sent.arrival.time.ns() / 1'000'000, sent.sender.number);
    }
    return all;
  }

  FakeCore core;
  FunctionTable table;
  Clients clients;
  EventTable events;
};

using Sendings = std::vector<std::pair<std::int64_t, std::uint32_t>>;

}  // namespace

TEST_CASE("a client pauses, sends, waits for its answer, and pauses again") {
  ClientsAlone alone(at_ms(1'000));
  ClientGroup group = alone.group(2, ms(100), ms(30));
  group.ramp_up = ms(50);  // the second client starts 25 ms after the first
  alone.clients.begin({group});
  CHECK(alone.core.with_senders == std::vector<std::uint32_t>{0});
  CHECK(alone.clients.pending() == 2);
  alone.core.run(alone.events);
  CHECK(alone.sendings() == Sendings{{100, 0}, {125, 1}});
  CHECK(alone.clients.pending() == 0);
  CHECK(alone.core.sent[0].arrival.duration == ms(30));
  alone.core.sent[0].sender.origin->answered(0, {Outcome::throttled, at_ms(140)});
  alone.core.run(alone.events);
  CHECK(alone.sendings() == Sendings{{100, 0}, {125, 1}, {240, 0}});
}

TEST_CASE(
    "a request reaches the frontend one latency after it was sent, and none is sent at the end or later") {
  ClientsAlone alone(at_ms(500), ms(20));
  alone.clients.begin({alone.group(1, ms(250), ms(1))});
  alone.core.run(alone.events);
  REQUIRE(alone.core.sent.size() == 1);
  CHECK(alone.core.sent[0].at == at_ms(270));
  CHECK(alone.core.sent[0].arrival.time == at_ms(250));
  alone.clients.answered(0, {Outcome::completed, at_ms(250)});  // the next request would be sent at 500
  CHECK(alone.clients.pending() == 0);
  CHECK(alone.core.events.empty());
}

TEST_CASE("a client that would send requests forever at one instant is refused") {
  ClientsAlone alone(at_ms(500));
  alone.clients.begin({alone.group(1, ms(0), ms(0))});
  const auto answer_at_once = [&] {
    while (alone.clients.pending() > 0) {
      alone.core.run(alone.events);
      alone.clients.answered(0, {Outcome::throttled, Time{0}});
    }
  };
  CHECK_THROWS_WITH(answer_at_once(), ContainsSubstring("1000 requests at one instant"));
}
