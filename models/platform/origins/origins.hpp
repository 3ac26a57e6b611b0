#pragma once
// All senders of invocations: the plain stream of a workload, clients of closed loops, and the queue of
// asynchronous events.
#include <cstdint>
#include <utility>
#include <vector>

#include "models/platform/core/origin.hpp"
#include "models/platform/origins/async.hpp"
#include "models/platform/origins/clients.hpp"

namespace curtain {

class Origins {
 public:
  /// Clients send until `end`; `groups` are known before the run begins. The other arguments are those of
  /// Clients and AsyncQueue.
  Origins(CoreApi& core, const FunctionTable& functions, const AsyncParameters& async,
          Duration request_latency, Time end, std::vector<ClientGroup> groups)
      : groups_(std::move(groups)), clients_(core, functions, request_latency, end), async_(core, async) {}

  /// The kinds of events that origins handle.
  void claim(EventTable& events) {
    events.handle<ClientSends, &Clients::sends>(clients_);
    events.handle<AsyncEventTooOld, &AsyncQueue::too_old>(async_);
  }
  /// A function has got a row.
  void adopt(std::uint32_t function, const FunctionSpec& spec) { async_.adopt(function, spec); }
  /// Whether requests depend on answers, so that they cannot be known in advance.
  [[nodiscard]] bool has_clients() const { return !groups_.empty(); }
  /// Lets the clients begin to send.
  void begin() { clients_.begin(groups_); }
  /// Number of requests that are about to be sent.
  [[nodiscard]] std::uint64_t pending() const { return clients_.pending(); }

  [[nodiscard]] Senders& senders() { return senders_; }
  [[nodiscard]] const Senders& senders() const { return senders_; }

 private:
  std::vector<ClientGroup> groups_;
  Senders senders_;
  Clients clients_;
  AsyncQueue async_;
};

}  // namespace curtain
