#pragma once
// All senders of invocations (the plain stream of a workload, clients of closed loops, measurement
// programmes, and the queue of asynchronous events), and the timeout of clients.
#include <cstdint>
#include <utility>
#include <vector>

#include "models/platform/core/origin.hpp"
#include "models/platform/origins/async.hpp"
#include "models/platform/origins/client_timeout.hpp"
#include "models/platform/origins/clients.hpp"
#include "models/platform/origins/programme.hpp"

namespace curtain {

/// Owns the modules that send invocations, and stores the senders of requests.
class Origins {
 public:
  /// Clients and programmes send until `end`. `source` holds both. The other arguments are passed to Clients,
  /// Programmes, AsyncQueue and ClientTimeout.
  Origins(CoreApi& core, const FunctionTable& functions, const AsyncParameters& async,
          Duration request_latency, Time end, const ArrivalSource& source, Duration client_timeout)
      : groups_(source.clients()),
        clients_(core, functions, request_latency, end),
        programmes_(core, request_latency, end, source.programmes()),
        async_(core, async),
        client_timeout_(core, client_timeout) {}

  /// Registers the handlers for the kinds of events that origins handle.
  void claim(EventTable& events) {
    events.handle<ClientSends, &Clients::sends>(clients_);
    events.handle<ProgrammeSends, &Programmes::sends>(programmes_);
    events.handle<ProgrammeContinues, &Programmes::continues>(programmes_);
    events.handle<AsyncEventTooOld, &AsyncQueue::too_old>(async_);
    events.handle<ClientLeaves, &ClientTimeout::leaves>(client_timeout_);
  }
  /// Called when the row of a function has been created.
  void adopt(std::uint32_t function, const FunctionSpec& spec) {
    async_.adopt(function, spec);
    programmes_.adopt(function);
  }
  /// Whether requests depend on answers, so that requests cannot be known in advance.
  [[nodiscard]] bool has_clients() const { return !groups_.empty() || !programmes_.empty(); }
  /// Lets the clients and the programmes begin.
  void begin() {
    clients_.begin(groups_);
    programmes_.begin();
  }
  /// The number of requests that are about to be sent, and of programmes that wait for a time.
  [[nodiscard]] std::uint64_t pending() const { return clients_.pending() + programmes_.pending(); }

  [[nodiscard]] Senders& senders() { return senders_; }
  [[nodiscard]] const Senders& senders() const { return senders_; }
  [[nodiscard]] const Programmes& programmes() const { return programmes_; }
  [[nodiscard]] Programmes& programmes() { return programmes_; }
  [[nodiscard]] ClientTimeout& client_timeout() { return client_timeout_; }
  [[nodiscard]] const ClientTimeout& client_timeout() const { return client_timeout_; }

 private:
  std::vector<ClientGroup> groups_;
  Senders senders_;
  Clients clients_;
  Programmes programmes_;
  AsyncQueue async_;
  ClientTimeout client_timeout_;
};

}  // namespace curtain
