#pragma once
// The part KeepAlive without an engine. Its calls of other parts are recorded.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/idling/keep_alive.hpp"
#include "models/policies/make.hpp"
#include "tests/platform/support/bare_cell.hpp"

namespace support {

/// Keeps instances for the time in its member, has no constant answer, and needs notices of reclaimed
/// instances.
class ToldToKeep final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.on_eviction = true, .idle_counts = true}; }
  Duration keep_for(const IdleInstanceView& view) override {
    views.push_back(view);
    return keep;
  }
  void on_eviction(const EvictionNotice& notice) override { gone.push_back(notice); }
  Duration keep = ms(1'000);
  std::vector<IdleInstanceView> views;
  std::vector<EvictionNotice> gone;
};
inline const PolicyDeclaration told_to_keep{Seam::keep_alive, "told", "", "", {}, make_plain<ToldToKeep>};

class AcrossFunctions final : public QueueingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.across_functions = true}; }
  std::int64_t key(const QueueingQuery&) override { return 0; }
};
inline const PolicyDeclaration across_functions{
    Seam::queueing, "across", "", "", {}, make_plain<AcrossFunctions>};

using Calls = std::vector<std::string>;
using Ids = std::vector<std::uint32_t>;
using Facts = std::vector<std::pair<Agenda::Step, std::uint32_t>>;

inline std::string call_of(const char* what, std::uint32_t which) {
  return std::string(what) + ' ' + std::to_string(which);
}

// The substitutes for other parts record their calls in one list.
struct CandidatesAside {
  [[nodiscard]] bool is_needed() const { return needed; }
  void list(std::uint32_t id, Time) { calls->push_back(call_of("candidate", id)); }
  void unlist(std::uint32_t id) { calls->push_back(call_of("no candidate", id)); }
  void vm_changed(std::uint32_t vm, Time) { calls->push_back(call_of("changed VM", vm)); }
  Calls* calls;
  bool needed = false;
};
struct IdlenessAside {
  struct Values {
    [[nodiscard]] double value(std::uint32_t id) const { return 0.5 + id; }
  };
  [[nodiscard]] bool is_kept() const { return kept; }
  [[nodiscard]] bool evicts() const { return evicting; }
  [[nodiscard]] Values eviction() const { return {}; }
  void parts(std::uint32_t id) { calls->push_back(call_of("parts", id)); }
  void taken(std::uint32_t vm) { calls->push_back(call_of("taken from VM", vm)); }
  Calls* calls;
  bool kept = false;
  bool evicting = false;
};
struct RoomAside {
  void wait(std::uint32_t function) { calls->push_back(call_of("wait for room", function)); }
  Calls* calls;
};
struct PoolAside {
  [[nodiscard]] bool is_wanted() const { return wanted; }
  bool wanted = false;
};

/// The window is [1 s, 20 s). Without ToldToKeep instances are kept for 10 s.
class KeepAliveAlone final : public BareCell, public KeepAlive<KeepAliveAlone> {
 public:
  static constexpr bool kObserved = true;
  using BareCell::agenda;
  using BareCell::cluster;
  using BareCell::key;
  using BareCell::policies;
  using BareCell::push;
  using BareCell::rows;
  using BareCell::tally;

  explicit KeepAliveAlone(bool is_told = false, bool across = false)
      : BareCell(choices(is_told, across), no_functions(), window()) {}
  [[nodiscard]] ToldToKeep& policy() { return static_cast<ToldToKeep&>(*policies().keep_alive); }

  [[nodiscard]] CandidatesAside& candidates() { return candidates_; }
  [[nodiscard]] IdlenessAside& idle_set() { return idleness_; }
  [[nodiscard]] RoomAside& room() { return room_; }
  [[nodiscard]] PoolAside& pool() { return pool_; }
  void enter_idleness(std::uint32_t id, Time) { calls.push_back(call_of("idle", id)); }
  void leave_idleness(std::uint32_t id) { calls.push_back(call_of("not idle", id)); }
  void tell_kept(std::uint32_t id, Duration keep, Time) {
    calls.push_back(call_of("keep", id) + " for " + std::to_string(keep.ns()));
  }
  void tell(Change change, Time now, std::uint32_t, std::uint32_t id, Time until = {},
            std::uint64_t amount = 0) {
    Observation& seen = told.emplace_back();
    seen.change = change;
    seen.now = now;
    seen.instance = InstanceId{id};
    seen.until = until;
    seen.amount = amount;
  }
  void note_end(EndReason) {}
  void start_is_lost(std::uint32_t id) { calls.push_back(call_of("start is lost", id)); }
  void forget_reset(std::uint32_t id) { calls.push_back(call_of("forget reset", id)); }
  void drop_background(std::uint32_t) {}
  void show_list_of(std::uint32_t) {}
  void tell_instance_end(std::uint32_t, bool, Time) {}
  [[nodiscard]] bool yields(std::uint32_t) const { return yielding; }
  void take_from_queue(std::uint32_t id, Time) {
    calls.push_back(call_of("take from queue", id));
    rows().instances[id].in_flight += takes_from_queue;
  }
  void drop_spare(std::uint32_t id, Time) { calls.push_back(call_of("drop spare", id)); }
  void vm_is_empty(std::uint32_t vm, Time) { calls.push_back(call_of("empty VM", vm)); }

  /// Adds a ready instance that runs `running` attempts.
  std::uint32_t running_instance(std::uint32_t function, std::uint32_t running = 1,
                                 std::uint32_t vm = kNone) {
    const std::uint32_t id = add_instance(function, InstanceState::ready, at_ms(0), vm);
    rows().instances[id].in_flight = running;
    if (running > 0) {
      tally().busy_from(function, at_ms(0));
    }
    return id;
  }
  /// Adds a ready instance that is listed and idle since `since`.
  std::uint32_t idle_instance(std::uint32_t function, Time since) {
    const std::uint32_t id = running_instance(function, 0);
    list(id);
    become_idle(id, since);
    return id;
  }
  [[nodiscard]] bool is_live(std::uint32_t id) { return rows().instances.live(id); }
  /// Returns the instances with a free slot from front to back. The list must be the same from back to front.
  [[nodiscard]] Ids listed(std::uint32_t function) {
    Ids forth;
    Ids back;
    for (std::uint32_t id = rows().functions[function].front; id != kNone; id = rows().instances[id].next) {
      CHECK(rows().instances[id].listed);
      forth.push_back(id);
    }
    for (std::uint32_t id = rows().functions[function].back; id != kNone;
         id = rows().instances[id].previous) {
      back.insert(back.begin(), id);
    }
    CHECK(forth == back);
    return forth;
  }
  /// Returns the facts on the agenda, each with its step and subject.
  [[nodiscard]] Facts noted() {
    Facts facts;
    while (!agenda().empty()) {
      const Agenda::Fact fact = agenda().take();
      facts.emplace_back(fact.step, fact.subject);
    }
    return facts;
  }

  Calls calls;
  std::vector<Observation> told;
  CandidatesAside candidates_{&calls};
  IdlenessAside idleness_{&calls};
  RoomAside room_{&calls};
  PoolAside pool_;
  bool yielding = false;
  std::uint32_t takes_from_queue = 0;

 private:
  static PlatformParameters choices(bool is_told, bool across) {
    PlatformParameters parameters = ideal_platform();
    if (is_told) {
      parameters.policies.keep_alive = {&told_to_keep, {}};
    }
    if (across) {
      parameters.policies.queueing = {&across_functions, {}};
    }
    return parameters;
  }
  static RunOptions window() {
    RunOptions options;
    options.warmup = at_ms(1'000);
    options.end = at_ms(20'000);
    return options;
  }
};

}  // namespace support
