#pragma once
// The records of a recording, from which the animation of a run is drawn. record_code.hpp describes the
// bytes.
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"
#include "models/words.hpp"

namespace curtain {

/// The unit of times in a recording. Times are rounded down to whole ticks, so an event at or after an
/// instant of whole ticks is never recorded before that instant.
inline constexpr Duration kRecordTick = sim::microseconds(1);

/// The kind of a record. The values are part of the format and must never change.
enum class RecordKind : std::uint8_t {
  vm_opened = 0,
  vm_released = 1,
  vm_crashed = 2,
  created = 3,   ///< an instance was created; it is provisioned, then initialised
  ready = 4,     ///< an instance has started
  idle = 5,      ///< an instance became idle, or its keep-alive changed
  draining = 6,  ///< an instance takes no more attempts
  reclaimed = 7,
  waiting = 8,  ///< an invocation has arrived and does not start at this instant
  started = 9,  ///< an attempt runs on an instance
  ended = 11,   ///< an execution has ended; 10 is another code of `started`
  lost = 12,    ///< an attempt or invocation ended without success
  left = 13,    ///< the client of an invocation has left
  host_down = 14,
  host_up = 15,
};

/// The reason why an instance was reclaimed. The values are part of the format.
enum class Reclaimed : std::uint8_t {
  keep_alive = 0,  ///< the instance was idle until the end of its keep-alive
  evicted = 1,     ///< another instance needed the memory
  retired = 2,     ///< the instance or its VM had reached the end of its lifetime
  crashed = 3,     ///< the instance crashed with its VM
  unneeded = 4,    ///< the policies required fewer instances before the end of the keep-alive
};

/// One change. Members that do not apply to the kind of the record are zero.
struct Record {
  RecordKind kind = RecordKind::vm_opened;
  std::uint64_t at = 0;        ///< ticks since the beginning of the run
  std::uint32_t vm = 0;        ///< vm_*, created: row of the VM, which is reused after its release
  std::uint32_t host = 0;      ///< vm_opened, host_*
  std::uint64_t number = 0;    ///< vm_opened: number in the order in which VMs opened, from 0
  std::uint64_t capacity = 0;  ///< vm_opened: memory for instances in MiB
  std::uint32_t instance = 0;  ///< created .. reclaimed, started, ended: row of the instance, reused after
                               ///< its end
  std::uint32_t function = 0;  ///< created, waiting, started, lost, left: number in the recording, from 0
  std::uint64_t memory = 0;    ///< created: memory in MiB
  std::uint64_t serial = 0;    ///< created: number among the function's instances, from 0
  std::uint64_t starting = 0;  ///< created: number of ticks until the instance is ready
  std::uint64_t init = 0;      ///< created: the last part of `starting`, which initialises the function
  bool has_calls = true;       ///< created: whether the recording has the calls that run on the instance
  std::optional<std::uint64_t> keep;  ///< idle: ticks until the instance is reclaimed; empty without a limit
  Reclaimed reason{};                 ///< reclaimed: the reason
  std::uint64_t n = 0;                ///< waiting, started, lost, left: number within the function, from 1
  std::uint8_t start = 0;             ///< started: a StartKind
  bool was_waiting = false;           ///< started, lost: whether the invocation was waiting
  std::uint32_t place = 0;  ///< ended: position among the executions on the instance, in the order of starts
  std::optional<std::uint64_t> charged;  ///< ended: charged ticks; empty if the charge is the execution time,
                                         ///< rounded as for billing
  Outcome outcome{};                     ///< lost: the outcome
  Rejection why{};                       ///< lost: reason, if the outcome is throttled, expired or refused
  bool comes_again = false;              ///< lost: whether the sender tries again
  bool had_left = false;                 ///< lost: whether the client had already left

  bool operator==(const Record&) const = default;
};

}  // namespace curtain
