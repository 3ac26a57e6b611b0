#include "models/platform/watch/outage_audit.hpp"

#include <algorithm>

namespace curtain {

bool OutageAudit::change(const Observation& seen) {
  std::uint32_t& outages =
      seen.host.valid() ? of_hosts_[seen.host.value()] : of_zones_[static_cast<std::uint32_t>(seen.amount)];
  const bool begins = seen.change == Change::outage_began;
  if (!begins && outages == 0) {
    return false;
  }
  outages = begins ? outages + 1 : outages - 1;
  count(seen.now);
  return true;
}

void OutageAudit::host_used(std::uint32_t host, Time now) {
  if (host >= hosts_) {
    hosts_ = host + 1;
    if (!levels_.empty()) {
      count(now);
    }
  }
}

bool OutageAudit::is_down(std::uint32_t host) const {
  const auto strike = [](const std::map<std::uint32_t, std::uint32_t>& outages, std::uint32_t number) {
    const auto found = outages.find(number);
    return found != outages.end() && found->second > 0;
  };
  return strike(of_hosts_, host) || strike(of_zones_, host % zones_);
}

void OutageAudit::count(Time now) {
  std::uint64_t down = 0;
  for (std::uint32_t host = 0; host < hosts_; ++host) {
    down += is_down(host) ? 1 : 0;
  }
  levels_.emplace_back(now, down);
}

sim::Int128 OutageAudit::integral(Time from, Time to) const {
  sim::Int128 sum = 0;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const Time begin = std::clamp(levels_[i].first, from, to);
    const Time end = i + 1 < levels_.size() ? std::clamp(levels_[i + 1].first, from, to) : to;
    sum += static_cast<sim::Int128>((end - begin).ns()) * static_cast<sim::Int128>(levels_[i].second);
  }
  return sum;
}

}  // namespace curtain
