#pragma once
// Executions: an attempt is bound to a starting instance, and its execution starts and ends.
#include <optional>

#include "models/platform/core/part.hpp"
#include "models/platform/execution/function_errors.hpp"
#include "models/platform/execution/shared_work.hpp"
#include "sim/mutant.hpp"

namespace curtain {

struct Completion : EventKind<sim::Rank::completion, 0, Subject::attempt> {};

/// The start and the end of executions.
template <class Core>
class Execution : public Part<Core, Execution<Core>> {
 public:
  /// Declares that executions of the function share resources of their VMs. The first function that
  /// shares resources creates the module SharedWork.
  void share_work(std::uint32_t function, const WorkDemand& demand, const PlatformParameters& parameters,
                  EventTable& events);
  /// Ends the execution, which shares resources, now (see CoreApi::finish_execution()).
  void end_shared(std::uint32_t attempt, bool cut_off);
  /// Called after start() for an attempt that did not take the warm path. Sets the flags for the end of its
  /// execution.
  void mark_unusual(std::uint32_t request) {
    if ((rows().functions[rows().requests[request].function].mask & special::unusual_ends) != 0)
        [[unlikely]] {
      mark_end(request);
    }
  }
  /// Binds the attempt to an instance that is still starting and will run the attempt.
  void bind(std::uint32_t request, std::uint32_t instance);
  /// Called when the instance is ready or lost, so that no attempt is bound to it any longer.
  void release_claim(std::uint32_t instance);
  /// Begins the attempt on a ready instance with a free slot.
  template <bool warm_path = false>
  void start(std::uint32_t request, std::uint32_t instance, Time now, StartKind kind);
  /// Handles the event of an execution's end.
  void complete(const sim::Event& event);
  /// Charges the attempt, ends its invocation unless the sender retries, and gives the free slot to the next
  /// attempt.
  template <bool usual>
  void end_execution(std::uint32_t request, Time now);
  /// Called after start() for an attempt that did not take the warm path. Counts the waits of the attempt.
  /// `start_up` is the part of the instance's start-up for which a cold attempt waited. With late binding the
  /// attempt spent the start-up in its function's queue, so both figures include that time.
  void count_waits(std::uint32_t request, Duration start_up);

  /// Called when the instance is removed. Its background work is lost.
  void drop_background(std::uint32_t instance) {
    if (shared_work_) {
      shared_work_->instance_gone(instance);
    }
  }

  /// The module SharedWork, or null if no function shares resources.
  [[nodiscard]] SharedWork* shared_work() { return shared_work_ ? &*shared_work_ : nullptr; }

 private:
  using P = Part<Core, Execution<Core>>;
  using P::clock;
  using P::cluster;
  using P::core;
  using P::counted;
  using P::key;
  using P::notices;
  using P::policies;
  using P::push;
  using P::rows;
  using P::tally;

  /// Called after start() for an attempt whose function's mask has at least one of the bits in
  /// special::unusual_ends.
  void mark_end(std::uint32_t request);
  void end_unusual(std::uint32_t request, Time now);
  void count_start(Request& row, StartKind kind);

  std::optional<SharedWork> shared_work_;  // exists if functions share resources
};

template <class Core>
void Execution<Core>::share_work(std::uint32_t function, const WorkDemand& demand,
                                 const PlatformParameters& parameters, EventTable& events) {
  if (!shared_work_) {
    shared_work_.emplace(core(), parameters, tally().window().from(), tally().window().to());
    cluster().demand_is(*shared_work_);
    events.handle<WorkBegins, &SharedWork::work_begins>(*shared_work_);
    events.handle<CpuWorkEnds, &SharedWork::cpu_work_ends>(*shared_work_);
    events.handle<DiskWorkEnds, &SharedWork::disk_work_ends>(*shared_work_);
    events.handle<NetworkWorkEnds, &SharedWork::network_work_ends>(*shared_work_);
    events.handle<WorkWaitEnds, &SharedWork::wait_ends>(*shared_work_);
  }
  shared_work_->adopt(function, demand);
  rows().functions[function].mask |= special::shared_work;
}

template <class Core>
void Execution<Core>::bind(std::uint32_t request, std::uint32_t instance) {
  Instance& row = rows().instances[instance];
  Request& bound = rows().requests[request];
  bound.place = static_cast<std::uint8_t>(RequestPlace::bound);
  bound.instance = instance;
  bound.started = clock();  // the time of binding, until the execution starts
  bound.previous = kNone;
  bound.next = row.first_request;
  if (row.first_request != kNone) {
    rows().requests[row.first_request].previous = request;
  }
  row.first_request = request;
  FunctionRest& rest = rows().rest[row.function];
  rest.claimed += row.in_flight == 0 ? 1 : 0;
  ++rest.bound;
  ++row.in_flight;
  rest.joinable = row.in_flight < row.slots ? instance : (rest.joinable == instance ? kNone : rest.joinable);
  if (rest.joinable != kNone) {
    core().room().may_join(row.function);
  }
  if constexpr (Core::kObserved) {
    core().tell_bound(request, instance, clock());
  }
}

template <class Core>
void Execution<Core>::release_claim(std::uint32_t instance) {
  const Instance& row = rows().instances[instance];
  if (row.first_request == kNone ||
      rows().requests[row.first_request].place != static_cast<std::uint8_t>(RequestPlace::bound)) {
    return;
  }
  rows().rest[row.function].bound -= row.in_flight;
  --rows().rest[row.function].claimed;
}

template <class Core>
void Execution<Core>::mark_end(std::uint32_t request) {
  Request& row = rows().requests[request];
  const std::uint32_t mask = rows().functions[row.function].mask;
  if ((mask & (special::set_aside | special::billed_while_busy)) != 0) {
    row.unusual |= unusual::by_function;
  }
  if ((mask & special::billed_while_busy) != 0 && rows().instances[row.instance].in_flight == 1) {
    core().begin_busy(request);
  }
  if ((mask & special::client_timeout) != 0) {
    row.unusual |= unusual::client_timeout;
  }
  if ((mask & special::errors) != 0) {
    const std::uint8_t attempt = CURTAIN_MUTANT(retries_err_alike, row.attempt, std::uint8_t{0});
    const bool errs = ends_in_error(rows().rest[row.function].error_rate, key(Purpose::function_error),
                                    Cause::of_attempt(row.function, row.ordinal, attempt));
    row.unusual |= errs ? unusual::errs : 0;
  }
}

template <class Core>
template <bool warm_path>
inline void Execution<Core>::start(std::uint32_t request, std::uint32_t instance_id, Time now,
                                   StartKind kind) {
  Request& row = rows().requests[request];
  Instance& instance = rows().instances[instance_id];
  const Function& function = rows().functions[row.function];
  const bool full = instance.in_flight + 1 == instance.slots;
  if (instance.listed && full) {
    core().unlist(instance_id);
  }
  if (core().idle_set().attends_starts()) [[unlikely]] {
    core().attend_start(row.function, instance_id, now);
  }
  if (instance.in_flight == 0) {
    tally().busy_from(row.function, now);
  }
  ++instance.in_flight;
  if (!full && core().candidates().has_keys() && instance.listed) [[unlikely]] {
    core().candidates().renew(instance_id, now);
  }
  row.instance = instance_id;
  row.place = static_cast<std::uint8_t>(RequestPlace::running);
  row.start = static_cast<std::uint8_t>(kind);
  row.first_use = instance.uses == 0;
  ++instance.uses;
  row.started = now + instance.distance;
  if constexpr (!warm_path) {
    if ((function.mask & special::freezes) != 0) {
      row.started = sim::saturating_add(row.started, core().thaw(request, instance_id, now));
    }
    if ((function.mask & special::updates) != 0 && core().updates().has_old_code(instance_id)) {
      tally().extras_of(row.function).old_attempts += counted(row) ? 1 : 0;
    }
    if ((function.mask & special::probed) != 0) {
      core().show(request, instance_id, now);
    }
  }
  const bool is_known = warm_path || (function.mask & special::shared_work) == 0;
  Duration init;  // the generation of the instance at the beginning of the execution
  if constexpr (!warm_path) {
    if (instance.must_init) [[unlikely]] {
      init = core().initialise_again(request, instance_id);
    }
  }
  if (is_known) [[likely]] {
    const Duration length = warm_path ? row.duration : row.duration + init;
    const bool cut_off = length > function.timeout;
    row.unusual = cut_off ? unusual::cut_off : 0;
    push(Completion::event(sim::saturating_add(row.started, cut_off ? function.timeout : length), request,
                           rows().requests.generation(request)));
  } else {
    row.unusual = unusual::shared_work;
  }
  if constexpr (!warm_path) {
    if (init > Duration{}) {
      row.unusual = static_cast<std::uint8_t>(row.unusual | unusual::waited);  // longer than its duration
    }
  }
  row.previous = kNone;
  row.next = instance.first_request;
  if (row.next != kNone) {
    rows().requests[row.next].previous = request;
  }
  instance.first_request = request;
  count_start(row, kind);
  if constexpr (Core::kObserved) {
    if constexpr (warm_path) {
      core().tell_warm_start(request, instance_id, now);
    } else {
      const bool may_thaw = (function.mask & special::freezes) != 0;
      core().tell(Change::started, now, request, instance_id, row.started,
                  may_thaw ? static_cast<std::uint64_t>(rows().waits[request].thaw.ns()) : 0);
    }
  }
  if constexpr (!warm_path) {
    if (!is_known) {
      shared_work_->begins(request, init);
    }
  }
}

template <class Core>
inline void Execution<Core>::count_start(Request& row, StartKind kind) {
  tally().started(row.function, counted(row), kind, row.first_use);
  if (kind == StartKind::cold && counted(row) && CURTAIN_MUTANT(init_charged_twice, row.first_use, true) &&
      core().bills_every_init()) {
    row.unusual |= unusual::pays_init;
  }
}

template <class Core>
void Execution<Core>::count_waits(std::uint32_t request, Duration start_up) {
  Request& row = rows().requests[request];
  const Waits& waits = rows().waits[request];
  const bool random = core().latency().is_drawn();
  if (random || waits.queued + waits.starting + waits.thaw + waits.lost > Duration{}) {
    row.unusual |= unusual::waited;
  }
  if (!counted(row)) {
    return;
  }
  if (waits.queued > Duration{}) {
    tally().queued(waits.queued);
    tally().extras_of(row.function).queueing_ns += waits.queued.ns();
  }
  if (row.start == static_cast<std::uint8_t>(StartKind::cold)) {
    tally().add_cold_start(row.function, start_up.ns());
  }
}

template <class Core>
void Execution<Core>::end_shared(std::uint32_t attempt, bool cut_off) {
  rows().requests[attempt].unusual |= cut_off ? unusual::cut_off : 0;
  end_unusual(attempt, clock());
}

template <class Core>
inline void Execution<Core>::complete(const sim::Event& event) {
  const std::uint32_t request = event.subject;
  if (!rows().requests.live(request, event.generation())) [[unlikely]] {
    return;  // the VM of the request has crashed
  }
  if (rows().requests[request].unusual == 0) [[likely]] {
    end_execution<true>(request, event.time);
  } else {
    end_unusual(request, event.time);
  }
}

template <class Core>
[[gnu::noinline]] void Execution<Core>::end_unusual(std::uint32_t request, Time now) {
  end_execution<false>(request, now);
}

template <class Core>
template <bool usual>
[[gnu::always_inline]] inline void Execution<Core>::end_execution(std::uint32_t request, Time now) {
  const Request& row = rows().requests[request];
  const std::uint32_t instance_id = row.instance;
  Instance& instance = rows().instances[instance_id];
  const std::uint32_t function_id = row.function;
  Function& function = rows().functions[function_id];
  const Duration execution = now - row.started;
  const Outcome outcome = usual ? Outcome::completed : core().settle_charges(request, execution);
  const bool resets = !usual && core().resets(row);
  const bool is_abandoned =
      !usual && row.is_abandoned;  // an abandoned invocation ended earlier and is already counted
  const Time client = !usual && outcome == Outcome::abandoned
                          ? core().origins().client_timeout().leaves_at(row.arrival)
                          : now + CURTAIN_MUTANT(answer_does_not_travel, instance.distance, Duration{}) +
                                core().latency().response();
  std::optional<Time> again;
  if constexpr (!usual) {
    if (outcome != Outcome::completed) {
      again = core().asks_sender(request, {outcome, Rejection::unstated, now});
      if (!again && !is_abandoned) {
        core().count_failure(row, outcome, Rejection::unstated);
      }
    }
  }
  if constexpr (Core::kObserved) {
    if (again) {
      core().tell(Change::ended, now, request, instance_id, {}, core().charged(request, execution));
    } else {
      core().tell_end(request, instance_id, now, client, outcome, core().charged(request, execution));
    }
  }
  if (!again && !is_abandoned) {
    core().count_end(row, outcome, client);
  }
  const Duration response = client - row.arrival;
  if (outcome == Outcome::completed) {
    tally().series().add_response(client, response.ns());
  }
  if (counted(row)) {
    if (outcome == Outcome::completed) {
      const bool is_shared = !usual && (row.unusual & unusual::shared_work) != 0;
      tally().executed(function_id, response, execution, is_shared ? row.duration : execution,
                       instance.distance);
    }
    if (usual || !core().bills_busy_instances()) {
      tally().billed(function_id, core().rounding().billed(execution));
    }
  }
  function.hash.add(static_cast<std::uint64_t>(row.started.ns()) + (std::uint64_t{instance.serial} << 40));
  function.hash.add(static_cast<std::uint64_t>(client.ns()) ^ (row.ordinal << 8) ^ row.attempt);

  const std::uint32_t next = row.next;
  const std::uint32_t previous = row.previous;
  (previous == kNone ? instance.first_request : rows().requests[previous].next) = next;
  if (next != kNone) {
    rows().requests[next].previous = previous;
  }
  if (again) [[unlikely]] {
    tally().extras_of(function_id).charged_again += counted(row) ? 1 : 0;
    core().back_off(request, *again, {outcome, Rejection::unstated, now});
  } else {
    if (is_abandoned) {
      core().forget_abandoned(request);
    }
    rows().requests.release(request);
  }
  --function.in_flight;
  const std::uint32_t tenant = function.tenant;
  --rows().tenants[tenant].in_flight;
  notices().completed(now, [&] {
    return CompletionNotice{now, FunctionId{function_id}, InstanceId{instance_id}, execution,
                            function.in_flight};
  });
  if (resets) [[unlikely]] {
    core().mark_reset(instance_id);
  }
  const bool is_plain = core().release_slot(instance_id, now);
  if (!is_plain) {
    rows().rest[function_id].concurrency_ns +=
        policies().scaling.needs().concurrency ? static_cast<std::uint64_t>(now.ns()) : 0;
    if (policies().pre_warm.needs().start_times &&
        CURTAIN_MUTANT(asked_while_busy, function.in_flight == 0, true)) {
      core().plan_start(function_id, now);
    }
    if ((function.mask & special::senders) != 0 && !again) {
      core().origins().senders().answer(request, {outcome, client, now});
    }
  }
  core().note_admission(tenant);
  if (!is_plain || rows().tenants[tenant].waiting > 0) [[unlikely]] {
    core().settle(now);
  }
}

}  // namespace curtain
