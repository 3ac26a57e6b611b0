#pragma once
// Clients in closed loops. Each client sends its next request some time after the answer to its previous
// request.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"

namespace curtain {

struct ClientSends : EventKind<sim::Rank::arrival, 1, Subject::number> {};  // the subject is a client

/// The clients of all closed loops.
class Clients final : public Origin {
 public:
  /// `request_latency` is the time from a client to the frontend. No client sends at `end` or later.
  /// `functions` is used in messages.
  Clients(CoreApi& core, const FunctionTable& functions, Duration request_latency, Time end)
      : core_(core), functions_(functions), request_latency_(request_latency), end_(end) {}

  /// Lets all clients of the groups wait for their first request. Throws std::invalid_argument for a client
  /// that would send requests forever at one instant; sends() and answered() also throw this exception.
  void begin(std::vector<ClientGroup> groups);

  /// The number of clients that have a request to send.
  [[nodiscard]] std::uint64_t pending() const { return pending_; }

  /// Handles ClientSends. The client sends its next request.
  void sends(std::uint32_t client, Time now);
  /// Called when the client receives an answer. The client pauses before its next request.
  void answered(std::uint32_t client, const Answer& answer) override { wait_to_send(client, answer.at); }

 private:
  struct Client {
    Time sends;              ///< time of the next request if a request is pending, otherwise time of the last
                             ///< request
    std::uint64_t sent = 0;  ///< number of requests so far
    std::uint32_t group = 0;
    std::uint32_t at_once = 0;  ///< number of consecutive requests at the same instant
  };

  /// Called when the client is free from `from` on. The client pauses, and then sends its next request if
  /// this is before the end.
  void wait_to_send(std::uint32_t client, Time from);

  CoreApi& core_;
  const FunctionTable& functions_;
  Duration request_latency_;
  Time end_;
  std::vector<ClientGroup> groups_;
  std::vector<std::uint32_t> first_clients_;  // indexed by group
  std::vector<Client> clients_;
  std::uint64_t pending_ = 0;
};

}  // namespace curtain
