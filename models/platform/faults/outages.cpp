#include "models/platform/faults/outages.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace curtain {
namespace {

void require(bool holds, std::size_t position, const char* what) {
  if (!holds) {
    throw std::invalid_argument(fmt::format("faults: outage {} {}", position, what));
  }
}

}  // namespace

Outages::Outages(CoreApi& core, const PlatformParameters& parameters)
    : core_(core), outages_(parameters.faults.outages), planned_(outages_.size()) {
  for (std::size_t i = 0; i < outages_.size(); ++i) {
    const Outage& outage = outages_[i];
    require(outage.host.has_value() != outage.zone.has_value(), i, "needs either a host or a zone");
    require(outage.at || outage.every, i, "needs a time: set `at` or `every`");
    require(!outage.every || outage.repair, i,
            "has `every` but no `repair`, so it never ends and cannot begin again");
    require(!outage.every || !outage.every->is_constant() || outage.every->first_parameter() >= 1, i,
            "has an `every` of less than 1 ns, so it would begin again at the same instant");
    require(!outage.host || *outage.host < parameters.cluster.hosts.count, i,
            "names a host that does not exist");
    require(!outage.zone || *outage.zone < parameters.cluster.topology.zones, i,
            "names a zone that does not exist");
  }
}

void Outages::begin() {
  for (std::uint32_t i = 0; i < outages_.size(); ++i) {
    const Duration first =
        outages_[i].at ? *outages_[i].at : outages_[i].every->sample_gap(core_.key(Purpose::outage), i, 0);
    plan(i, sim::saturating_add(Time{0}, first));
  }
}

void Outages::plan(std::uint32_t position, Time at) {
  planned_[position].next = at;
  core_.schedule<OutageChanges>(at, position);
}

void Outages::changes(std::uint32_t, Time now) {
  if (handled_ == now) {
    return;
  }
  handled_ = now;
  for (std::uint32_t i = 0; i < planned_.size(); ++i) {
    if (planned_[i].next == now) {
      strike(i, now);
    }
  }
  while (!under_way_.empty() && under_way_.begin()->first == now) {
    core_.set_hosts_up(outages_[under_way_.begin()->second].target(), true);
    under_way_.erase(under_way_.begin());
  }
}

void Outages::strike(std::uint32_t position, Time now) {
  const Outage& outage = outages_[position];
  Planned& planned = planned_[position];
  const std::uint64_t number = ++planned.begun;
  planned.next = Time::never();
  if (outage.every) {
    const Duration gap = outage.every->sample_gap(core_.key(Purpose::outage), position, number);
    plan(position, sim::saturating_add(now, at_least_an_instant(gap)));
  }
  if (outage.host && *outage.host >= core_.cluster().hosts().size()) {
    planned.end = planned.end == End::pending ? End::no_such_host : planned.end;
    return;
  }
  planned.end = End::effective;
  core_.set_hosts_up(outage.target(), false);
  if (!outage.repair) {
    return;
  }
  const Time end = sim::saturating_add(
      now, outage.repair->sample_gap(core_.key(Purpose::outage_repair), position, number - 1));
  under_way_.emplace(end, position);
  if (end > now) {
    core_.schedule<OutageChanges>(end, position);
  }
}

Warnings Outages::without_effect(bool interrupted) const {
  Warnings warnings;
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    const Outage& outage = outages_[i];
    const End end = planned_[i].end;
    if (end == End::effective || (end == End::pending && interrupted)) {
      continue;
    }
    const std::string when = outage.at ? fmt::format(" at {} s", outage.at->seconds()) : std::string();
    const std::string text =
        end == End::no_such_host
            ? fmt::format(
                  "has no effect: host {} cannot be lost{}, because fewer hosts had been opened at that "
                  "time; hosts are numbered from 0 in the order in which they open",
                  *outage.host, when)
            : fmt::format("has no effect: the run had ended before the outage began{}", when);
    warnings.push_back({fmt::format("faults.outages[{}]", i), text, {}});
  }
  return warnings;
}

}  // namespace curtain
