#include "models/platform/origins/clients.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/mutant.hpp"

namespace curtain {

void Clients::begin(std::vector<ClientGroup> groups) {
  groups_ = std::move(groups);
  for (std::uint32_t number = 0; number < groups_.size(); ++number) {
    const ClientGroup& group = groups_[number];
    core_.expect_senders(group.function.value(), nullptr);
    const auto first = static_cast<std::uint32_t>(clients_.size());
    first_clients_.push_back(first);
    clients_.resize(clients_.size() + group.clients);
    const sim::Int128 whole = group.ramp_up.ns();
    for (std::uint32_t i = 0; i < group.clients; ++i) {
      clients_[first + i].group = number;
      wait_to_send(first + i, Time{static_cast<std::int64_t>(whole * i / group.clients)});
    }
  }
}

void Clients::wait_to_send(std::uint32_t client, Time from) {
  // If a client's requests take no time, the client would send requests forever at one instant.
  constexpr std::uint32_t patience = 1'000;
  Client& row = clients_[client];
  const ClientGroup& group = groups_[row.group];
  const std::uint32_t number = client - first_clients_[row.group];
  const sim::Distribution& pause =
      row.sent == 0 ? group.first : CURTAIN_MUTANT(client_forgets_to_think, group.think, sim::Distribution());
  const Time sends = sim::saturating_add(from, pause.sample_gap(group.think_key, number, row.sent));
  if (sends >= std::min(group.until, end_)) {
    return;
  }
  row.at_once = row.sent > 0 && sends == row.sends ? row.at_once + 1 : 0;
  if (row.at_once == patience) {
    throw std::invalid_argument(
        "closed loop: a client of function '" + functions_[group.function].name + "' has sent " +
        std::to_string(patience) + " requests at one instant, " + std::to_string(sends.ns()) +
        " ns, because its think time is 0 and its requests take no time or are rejected at "
        "once; give the client a think time");
  }
  row.sends = sends;
  ++pending_;
  core_.schedule<ClientSends>(sim::saturating_add(sends, request_latency_), client);
}

void Clients::sends(std::uint32_t client, Time) {
  --pending_;
  Client& row = clients_[client];
  const ClientGroup& group = groups_[row.group];
  const std::uint32_t number = client - first_clients_[row.group];
  const Arrival arrival{row.sends, group.duration.sample_duration(group.duration_key, number, row.sent),
                        group.function};
  ++row.sent;
  core_.send(arrival, {this, client});
}

}  // namespace curtain
