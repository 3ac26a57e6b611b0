#include "models/platform/watch/outage_audit.hpp"

#include <optional>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Observation seen_outage(Change change, std::int64_t at, std::optional<std::uint32_t> host,
                        std::uint32_t zone = 0) {
  Observation seen{};
  seen.change = change;
  seen.now = Time{at};
  seen.amount = zone;
  if (host) {
    seen.host = HostId{*host};
  }
  return seen;
}

}  // namespace

TEST_CASE("an account of outages counts the outages of a host and of its zone") {
  OutageAudit audit(4, 2);
  CHECK(audit.change(seen_outage(Change::outage_began, 10, 1)));
  CHECK(audit.change(seen_outage(Change::outage_began, 20, std::nullopt, 1)));
  CHECK(audit.is_down(1));
  CHECK(audit.is_down(3));
  CHECK_FALSE(audit.is_down(0));
  CHECK(audit.hosts_down() == 2);
  CHECK(audit.change(seen_outage(Change::outage_ended, 30, 1)));
  CHECK(audit.is_down(1));
  CHECK_FALSE(audit.change(seen_outage(Change::outage_ended, 30, 1)));
  CHECK(audit.change(seen_outage(Change::outage_ended, 40, std::nullopt, 1)));
  CHECK(audit.hosts_down() == 0);
  CHECK(audit.integral(Time{0}, Time{100}) == 10 * 1 + 20 * 2);
  CHECK(audit.integral(Time{15}, Time{25}) == 5 * 1 + 5 * 2);
}

TEST_CASE("hosts that open while their zone is lost are down") {
  OutageAudit audit(0, 2);
  audit.host_used(0, Time{5});
  CHECK(audit.change(seen_outage(Change::outage_began, 10, std::nullopt, 1)));
  CHECK(audit.hosts_down() == 0);
  audit.host_used(4, Time{20});  // hosts 1 and 3 were skipped
  CHECK(audit.hosts_down() == 2);
  CHECK(audit.integral(Time{0}, Time{30}) == 20);
}
