#pragma once
// The interface of an observer of a run, which receives every change of state, in order. Observation is a
// compile-time switch of the loop; an unobserved run pays nothing for it.
#include <cstdint>
#include <string>
#include <string_view>

#include "models/metrics/tally.hpp"
#include "models/words.hpp"

namespace curtain {

enum class Change : std::uint8_t {
  arrived,   ///< an invocation reached the frontend; `amount` is its duration in ns
  admitted,  ///< handed to the scheduler; `attempt` is the number of the attempt
  queued,    ///< waits in the frontend's or the function's queue
  started,   ///< an attempt runs on `instance` from `until`; `start` says how
  ended,     ///< an attempt's execution ended on `instance`; `amount` is the time in ns that is charged for
             ///< it, with the initialisation that is billed with it
  retried,   ///< the attempt ended as `outcome` and `why` say; the next one comes at `until`; never: it is
             ///< given up later
  finished,  ///< the invocation ended with `outcome`, `why`; `until` is when the client knows. An abandoned
             ///< one: its last attempt has ended, `until` is when the client left
  left,      ///< its client left: the invocation is abandoned, and its attempt goes on until `finished`
  instance_created,  ///< on `vm`, ready at `until`; `amount` is its memory in MiB
  instance_ready,
  instance_idle,  ///< reclaimed at `until` unless it is used; reported again when that time changes
  instance_reclaimed,
  vm_created,  ///< on `host`; `amount` is its capacity for instances in MiB
  vm_released,
  vm_crashed,
  outage_began,   ///< on `host`, or on all hosts of the zone `amount` if `host` is not valid
  outage_ended,   ///< likewise
  floor_changed,  ///< pre-warm keeps `amount` instances of `function` live at least from now on
};

struct Observation {
  Change change;
  Time now;
  FunctionId function;
  TenantId tenant;
  std::uint32_t request = 0;  ///< row of the invocation, which is reused after its end
  std::uint64_t ordinal = 0;  ///< of the invocation within its function
  std::uint32_t attempt = 0;
  Time arrival;                       ///< arrival of the invocation, if one is concerned
  InstanceId instance;                ///< row, like `vm` and `host`
  std::uint32_t instance_number = 0;  ///< number among its function's instances in order of creation
  VmId vm;
  std::uint64_t vm_number = 0;  ///< number in the order in which VMs opened
  HostId host;
  Time until;
  std::uint64_t amount = 0;
  Outcome outcome = Outcome::completed;
  Rejection why = Rejection::unstated;  ///< if `outcome` is throttled, expired or refused
  StartKind start = StartKind::warm;
};

/// A decision of a policy.
struct Decision {
  Time now;
  std::string_view seam;    ///< as a scenario names it: "host_placement"
  std::string_view policy;  ///< its name; empty if it was not made from the catalogue
  FunctionId function;   ///< the function concerned; not valid() if there is none, as for a generic instance
  std::string decision;  ///< "VM 3"
  std::string why;  ///< the facts that the platform knows about the decision, and the policy's own reason;
                    ///< may be empty
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void observe(const Observation& observation) = 0;

  /// Whether decided() is to be called; asked once, before the run. If so, policies are asked even where a
  /// constant would do. This changes only the time that the run takes.
  [[nodiscard]] virtual bool wants_decisions() const { return false; }
  virtual void decided(const Decision&) {}
};

}  // namespace curtain
