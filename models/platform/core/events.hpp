#pragma once
// Kinds of events and their handlers. A kind is a type that is declared next to its handler; one byte of an
// event identifies the kind. The table of handlers also tests, for all kinds, whether the subject of an event
// still exists.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/words.hpp"
#include "sim/check.hpp"
#include "sim/event.hpp"

namespace curtain {

/// The kind of an event's subject. The row of a subject may be released before its event is due; the
/// generation then shows that the event is stale. A subject of kind `number` has no row and stays valid.
enum class Subject : std::uint8_t { attempt, instance, vm, idle_group, number };

/// A kind of event: `struct KeepAliveEnds : EventKind<sim::Rank::timer, 0, Subject::instance> {};`. At one
/// instant, events of a lower rank come first. Within a rank, events come in the order in which they were
/// scheduled; only timers are ordered differently, see TimerOrder. `number`, 0 to 31, identifies a kind
/// within its rank.
template <sim::Rank kRankOfKind, std::uint8_t kNumber, Subject kSubjectOfKind>
struct EventKind {
  static_assert(kNumber < 32, "a rank has 32 kinds");
  static constexpr sim::Rank kRank = kRankOfKind;
  static constexpr std::uint8_t kKind = kNumber;
  static constexpr Subject kSubject = kSubjectOfKind;
  /// Makes the event. Pass the current generation of a subject that may be released before the event.
  static constexpr sim::Event event(Time at, std::uint32_t subject, std::uint32_t generation = 0) {
    return sim::Event::make(at, kRank, kKind, subject, generation);
  }
  /// The byte of an event that encodes its rank and kind.
  static constexpr std::size_t kByte = (static_cast<std::size_t>(kRankOfKind) << 5) | kNumber;
};

/// Returns true if the kinds have distinct ranks and numbers; otherwise compilation fails.
template <class... Kinds>
constexpr bool are_distinct() {
  constexpr std::array bytes{Kinds::kByte...};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (std::size_t j = i + 1; j < bytes.size(); ++j) {
      if (bytes[i] == bytes[j]) {
        return false;
      }
    }
  }
  return true;
}

/// The handlers of a cell's events, indexed by the byte of rank and kind.
class EventTable {
 public:
  /// Registers `module.*handler(subject, now)`, which is called for each event of the kind whose subject
  /// still exists. Throws InvariantBroken if the kind already has a handler.
  template <class Kind, auto handler, class Module>
  void handle(Module& module) {
    Entry& entry = entries_[Kind::kByte];
    SIM_CHECK(entry.call == nullptr);
    entry = {&module,
             [](void* owner, std::uint32_t subject, Time now) {
               (static_cast<Module*>(owner)->*handler)(subject, now);
             },
             Kind::kSubject};
  }

  /// The kind of the event's subject.
  [[nodiscard]] Subject subject_of(const sim::Event& event) const {
    return entries_[event.tag >> 24].subject;
  }

  /// Passes the event to its handler if `lives(subject kind, row, generation)` is true. Throws
  /// InvariantBroken if the event's kind has no handler.
  template <class Lives>
  void dispatch(const sim::Event& event, Lives&& lives) const {
    const Entry& entry = entries_[event.tag >> 24];
    SIM_CHECK(entry.call != nullptr);
    if (lives(entry.subject, event.subject, event.generation())) {
      entry.call(entry.module, event.subject, event.time);
    }
  }

 private:
  struct Entry {
    void* module = nullptr;
    void (*call)(void* module, std::uint32_t subject, Time now) = nullptr;
    Subject subject = Subject::number;
  };
  std::array<Entry, 256> entries_{};
};

/// Whether the event is of the kind `Kind`.
template <class Kind>
[[nodiscard]] constexpr bool is_of(const sim::Event& event) {
  return event.tag >> 24 == Kind::kByte;
}

}  // namespace curtain
