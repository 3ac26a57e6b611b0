#include "models/platform/fleet/hosts.hpp"

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

Hosts::Hosts(const HostParameters& parameters, const Topology& topology, std::uint32_t vms_per_host,
             const Needs& needs)
    : topology_(topology),
      vms_per_host_(vms_per_host),
      opens_on_demand_(parameters.count == kUnlimited),
      zones_(topology.zones()),
      bins_(needs),
      zones_up_(topology.zones()) {
  if (opens_on_demand_) {
    return;
  }
  rows_.reserve(parameters.count);
  while (rows_.size() < parameters.count) {
    add_row();
  }
}

bool Hosts::may_open() const {
  return opens_on_demand_ && zones_up_ > 0;
}

std::uint32_t Hosts::open() {
  SIM_CHECK(may_open());
  std::uint32_t host = add_row();
  while (CURTAIN_MUTANT(host_opens_in_lost_zone, rows_[host].is_down, false)) {
    host = add_row();
  }
  return host;
}

std::uint32_t Hosts::add_row() {
  const auto host = static_cast<std::uint32_t>(rows_.size());
  rows_.emplace_back();
  rows_[host].bin = bins_.add(host, vms_per_host_);
  ++zones_[topology_.zone(host)].hosts;
  update(host);
  return host;
}

void Hosts::add_vm(std::uint32_t host) {
  Row& row = rows_[host];
  used_ += row.vms == 0 ? 1 : 0;
  ++row.vms;
  ++row.vms_ever;
  SIM_CHECK(!row.is_down && row.vms <= vms_per_host_);
  bins_.set_room(row.bin, vms_per_host_ - row.vms);
}

void Hosts::remove_vm(std::uint32_t host) {
  Row& row = rows_[host];
  SIM_CHECK(row.vms > 0);
  --row.vms;
  used_ -= row.vms == 0 ? 1 : 0;
  if (!row.is_down) {
    bins_.set_room(row.bin, vms_per_host_ - row.vms);
  }
}

/// Sets the host up or down, according to the outages of the host and of its zone.
void Hosts::update(std::uint32_t host) {
  Row& row = rows_[host];
  Zone& zone = zones_[topology_.zone(host)];
  const bool is_down = row.outages > 0 || zone.outages > 0;
  if (is_down == row.is_down) {
    return;
  }
  row.is_down = is_down;
  if (is_down) {
    bins_.remove(row.bin);
    ++row.losses;
    ++zone.down;
    ++down_;
  } else {
    SIM_CHECK(row.vms == 0);
    bins_.restore(row.bin, vms_per_host_);
    --zone.down;
    --down_;
  }
}

void Hosts::take_down(const OutageTarget& target) {
  if (!target.is_zone) {
    ++rows_[target.number].outages;
    update(target.number);
    return;
  }
  zones_up_ -= zones_[target.number].outages == 0 ? 1 : 0;
  ++zones_[target.number].outages;
  for (std::uint32_t host = target.number; host < rows_.size(); host += topology_.zones()) {
    update(host);
  }
}

void Hosts::bring_up(const OutageTarget& target) {
  std::uint32_t& outages = target.is_zone ? zones_[target.number].outages : rows_[target.number].outages;
  SIM_CHECK(outages > 0);
  outages = CURTAIN_MUTANT(first_repair_is_enough, outages - 1, 0);
  if (!target.is_zone) {
    update(target.number);
    return;
  }
  zones_up_ += outages == 0 ? 1 : 0;
  for (std::uint32_t host = target.number; host < rows_.size(); host += topology_.zones()) {
    update(host);
  }
}

bool Hosts::is_lost(std::uint32_t number) const {
  const Zone& zone = zones_[number];
  return zone.outages > 0 || (!opens_on_demand_ && zone.hosts > 0 && zone.down == zone.hosts);
}

}  // namespace curtain
