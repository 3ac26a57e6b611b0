#pragma once
// Clients in closed loops: when each sends its next request. All of it is off the warm path.
#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/platform/engine.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
void Engine<Queue, observed>::start_clients() {
  client_groups_ = source_.clients();
  for (std::uint32_t number = 0; number < client_groups_.size(); ++number) {
    const ClientGroup& group = client_groups_[number];
    rows_.functions[group.function.index()].mask |= special::clients;
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

/// The client is free from `from` on: it pauses, and sends its next request if there is still time.
template <class Queue, bool observed>
void Engine<Queue, observed>::wait_to_send(std::uint32_t client, Time from) {
  // Where nothing takes time a client would send for ever within one instant.
  constexpr std::uint32_t patience = 1'000;
  Client& row = clients_[client];
  const ClientGroup& group = client_groups_[row.group];
  const std::uint32_t number = client - first_clients_[row.group];
  const sim::Distribution& pause =
      row.sent == 0 ? group.first : CURTAIN_MUTANT(client_forgets_to_think, group.think, sim::Distribution());
  const Time sends = sim::saturating_add(from, pause.sample_gap(group.think_key, number, row.sent));
  if (sends >= std::min(group.until, tally_.to)) {
    return;
  }
  row.at_once = row.sent > 0 && sends == row.sends ? row.at_once + 1 : 0;
  if (row.at_once == patience) {
    throw std::invalid_argument("closed loop: a client of function '" + table_[group.function].name +
                                "' has sent " + std::to_string(patience) + " requests at one instant, " +
                                std::to_string(sends.ns()) +
                                " ns: its think time is 0, and what it sends takes no time or is turned away "
                                "at once; give it a think time");
  }
  row.sends = sends;
  ++pending_clients_;
  schedule<ClientSends>(sim::saturating_add(sends, request_latency_), client);
}

/// The client's request reaches the frontend.
template <class Queue, bool observed>
void Engine<Queue, observed>::send(std::uint32_t client, Time now) {
  --pending_clients_;
  Client& row = clients_[client];
  const ClientGroup& group = client_groups_[row.group];
  const std::uint32_t number = client - first_clients_[row.group];
  const Arrival arrival{row.sends, group.duration.sample_duration(group.duration_key, number, row.sent),
                        group.function};
  ++row.sent;
  arrive_general(arrival, count_arrival(arrival), now, client);
}

/// Notes who sent the request; kNone: it came from a stream.
template <class Queue, bool observed>
void Engine<Queue, observed>::set_client(std::uint32_t request, std::uint32_t client) {
  if (request >= client_of_.size()) {
    client_of_.resize(rows_.requests.capacity(), kNone);
  }
  client_of_[request] = client;
}

/// The invocation of a function that has clients has ended; its row may be released, but not given out again.
template <class Queue, bool observed>
void Engine<Queue, observed>::answer_client(std::uint32_t request, Time answered) {
  if (client_of_[request] != kNone) {
    wait_to_send(client_of_[request], answered);
  }
}

}  // namespace curtain
