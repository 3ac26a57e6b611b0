#pragma once
// Clients in closed loops: each sends its next request some time after the answer to the previous one.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"

namespace curtain {

struct ClientSends : EventKind<sim::Rank::arrival, 1, Subject::number> {};  // client

/// The clients of all closed loops.
class Clients final : public Origin {
 public:
  /// `request_latency` is the time from a client to the frontend; no client sends at `end` or later.
  /// `functions` is used in messages.
  Clients(CoreApi& core, const FunctionTable& functions, Duration request_latency, Time end)
      : core_(core), functions_(functions), request_latency_(request_latency), end_(end) {}

  /// All clients of the groups wait for their first request. Throws std::invalid_argument for a client that
  /// would send endlessly within one instant; sends() and answered() do so, too.
  void begin(std::vector<ClientGroup> groups);

  /// Number of clients that have a request to send.
  [[nodiscard]] std::uint64_t pending() const { return pending_; }

  /// ClientSends: the client sends its next request.
  void sends(std::uint32_t client, Time now);
  /// The client pauses before its next request.
  void answered(std::uint32_t client, const Answer& answer) override { wait_to_send(client, answer.at); }

 private:
  struct Client {
    Time sends;              ///< time of its last request, or of the next one if that is pending
    std::uint64_t sent = 0;  ///< requests so far
    std::uint32_t group = 0;
    std::uint32_t at_once = 0;  ///< consecutive requests at the instant of the previous one
  };

  /// The client is free from `from` on: it pauses, and then sends its next request if there is still time.
  void wait_to_send(std::uint32_t client, Time from);

  CoreApi& core_;
  const FunctionTable& functions_;
  Duration request_latency_;
  Time end_;
  std::vector<ClientGroup> groups_;
  std::vector<std::uint32_t> first_clients_;  // of each group
  std::vector<Client> clients_;
  std::uint64_t pending_ = 0;
};

}  // namespace curtain
