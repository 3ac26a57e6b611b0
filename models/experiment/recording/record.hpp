#pragma once
// The records of a recording: what the moving picture of a run is drawn from. The bytes are described in
// record_code.hpp.
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"
#include "models/words.hpp"

namespace curtain {

/// Times of a recording are whole ticks, rounded down, so an event at or after an instant of whole ticks is
/// never recorded before it.
inline constexpr Duration kRecordTick = sim::microseconds(1);

/// The values are part of the format: never renumber.
enum class RecordKind : std::uint8_t {
  vm_opened = 0,
  vm_released = 1,
  vm_crashed = 2,
  created = 3,   ///< an instance; it is provisioned, then initialised
  ready = 4,     ///< an instance has started
  idle = 5,      ///< an instance has nothing to do, or its keep-alive has changed
  draining = 6,  ///< an instance takes no more attempts
  reclaimed = 7,
  waiting = 8,  ///< an invocation has arrived and does not start at this instant
  started = 9,  ///< an attempt runs on an instance
  ended = 11,   ///< an execution is over; 10 is another code of `started`
  lost = 12,    ///< an attempt or invocation ended without success
  left = 13,    ///< the client of an invocation has left
  host_down = 14,
  host_up = 15,
};

/// Why an instance was reclaimed. The values are part of the format.
enum class Reclaimed : std::uint8_t {
  keep_alive = 0,  ///< it was idle until the end of its keep-alive
  evicted = 1,     ///< another instance needed its room
  retired = 2,     ///< it, or its VM, had reached the end of its lifetime
  crashed = 3,     ///< with its VM
  unneeded = 4,    ///< before the end of its keep-alive: the policies wanted fewer instances
};

/// One change. The members that its kind does not name are zero.
struct Record {
  RecordKind kind = RecordKind::vm_opened;
  std::uint64_t at = 0;        ///< ticks since the beginning of the run
  std::uint32_t vm = 0;        ///< vm_*, created: row of the VM, used again after its release
  std::uint32_t host = 0;      ///< vm_opened, host_*
  std::uint64_t number = 0;    ///< vm_opened: in the order in which VMs opened, from 0
  std::uint64_t capacity = 0;  ///< vm_opened: MiB for instances
  std::uint32_t instance = 0;  ///< created .. reclaimed, started, ended: row, used again after its end
  std::uint32_t function = 0;  ///< created, waiting, started, lost, left: its number in the recording, from 0
  std::uint64_t memory = 0;    ///< created: MiB
  std::uint64_t serial = 0;    ///< created: number among the function's instances, from 0
  std::uint64_t starting = 0;  ///< created: ticks until it is ready
  std::uint64_t init = 0;      ///< created: the last part of `starting`, in which the function is initialised
  bool has_calls = true;       ///< created: whether the recording has the calls that run on it
  std::optional<std::uint64_t> keep;     ///< idle: ticks until it is reclaimed; none: without limit
  Reclaimed reason{};                    ///< reclaimed
  std::uint64_t n = 0;                   ///< waiting, started, lost, left: number in its function, from 1
  std::uint8_t start = 0;                ///< started: StartKind
  bool was_waiting = false;              ///< started, lost
  std::uint32_t place = 0;               ///< ended: among those that run there, in the order of their starts
  std::optional<std::uint64_t> charged;  ///< ended: ticks; none: the executed time, rounded as billing says
  Outcome outcome{};                     ///< lost
  Rejection why{};                       ///< lost: if the outcome is throttled, expired or refused
  bool comes_again = false;              ///< lost: the sender tries again
  bool had_left = false;                 ///< lost: its client had left before

  bool operator==(const Record&) const = default;
};

}  // namespace curtain
