#pragma once
// Routing: a function's instances with a free slot, in the orders that the policy declared, and its choice.
#include <utility>

#include "models/platform/engine.hpp"
#include "models/platform/scheduling/candidate_heap.hpp"
#include "sim/check.hpp"

namespace curtain {

/// A function's instances with a free slot, as a routing policy sees them.
template <class Queue, bool observed>
class Engine<Queue, observed>::CandidateList final : public Candidates {
 public:
  CandidateList(const Engine& engine, std::uint32_t function) : engine_(engine), function_(function) {}
  [[nodiscard]] InstanceId most_recent() const override {
    return InstanceId{engine_.rows_.functions[function_].front};
  }
  [[nodiscard]] InstanceId least_recent() const override {
    return InstanceId{engine_.rows_.functions[function_].back};
  }
  [[nodiscard]] std::size_t size() const override { return engine_.rows_.rest[function_].candidates.size(); }
  [[nodiscard]] CandidateView operator[](std::size_t position) const override {
    return engine_.candidate_view(engine_.rows_.rest[function_].candidates.at(position));
  }
  [[nodiscard]] InstanceId lowest() const override {
    require(engine_.by_key_ || engine_.by_vm_, "Candidates::lowest", "candidates_by_key or candidates_by_vm");
    return InstanceId{engine_.lowest_candidate(function_)};
  }
  [[nodiscard]] InstanceId clockwise_from(std::uint64_t point) const override { return on_ring({point, 0}); }
  [[nodiscard]] InstanceId clockwise_after(InstanceId candidate) const override {
    check(candidate);
    const std::uint32_t serial = engine_.rows_.instances[candidate.value()].serial;
    return on_ring({ring_point(FunctionId{function_}, serial), candidate.value() + 1});
  }
  [[nodiscard]] CandidateView view(InstanceId candidate) const override {
    check(candidate);
    return engine_.candidate_view(candidate.value());
  }

 private:
  void check(InstanceId candidate) const {
    if (!candidate.valid() || candidate.value() >= engine_.rows_.instances.capacity() ||
        !engine_.rows_.instances.live(candidate.value())) [[unlikely]] {
      throw std::logic_error("Candidates has no such instance");
    }
  }
  [[nodiscard]] InstanceId on_ring(const std::pair<std::uint64_t, std::uint32_t>& from) const {
    require(engine_.on_ring_, "Candidates::clockwise_from", "candidates_on_ring");
    const auto& ring = engine_.rows_.rest[function_].ring;
    SIM_CHECK(!ring.empty());
    const auto next = ring.lower_bound(from);
    return InstanceId{(next == ring.end() ? ring.begin() : next)->second};
  }

  const Engine& engine_;
  std::uint32_t function_;
};

template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::choose_instance(std::uint32_t request, Time now) {
  const Request& attempt = rows_.requests[request];
  const std::uint32_t function = attempt.function;
  const FunctionRest& rest = rows_.rest[function];
  const CandidateList candidates(*this, function);
  const std::uint64_t address = Cause::of_attempt(function, attempt.ordinal, attempt.attempt).ordinal;
  const std::uint32_t running = rows_.functions[function].in_flight - rest.queue.size() - rest.bound - 1;
  RoutingQuery query{now,     FunctionId{function}, address, key(Purpose::routing), {},
                     running, serving(function)};
  if (sessions_) {
    query.session = session_of(request);
  }
  const InstanceId chosen =
      ask(*policies_.routing, now, [&] { return policies_.routing->choose(query, candidates); });
  check_instance(chosen, function, now);
  tell_decision(*policies_.routing, "routing", now, function,
                [&] { return fmt::format("instance {}", rows_.instances[chosen.value()].serial); });
  return chosen.value();
}

/// Blames routing for an instance that cannot take an attempt of the function.
template <class Queue, bool observed>
void Engine<Queue, observed>::check_instance(InstanceId chosen, std::uint32_t function, Time now) const {
  const auto wrong = [&](const std::string& why) { blame(*policies_.routing, now, "chose " + why); };
  if (!chosen.valid()) [[unlikely]] {
    wrong("no instance, though there are some with a free slot");
  }
  const std::uint32_t id = chosen.value();
  if (id >= rows_.instances.capacity() || !rows_.instances.live(id)) [[unlikely]] {
    wrong(fmt::format("instance {}, which is not there", id));
  }
  if (rows_.instances[id].function != function) [[unlikely]] {
    wrong(fmt::format("instance {} of function {} for function {}", id, rows_.instances[id].function,
                      function));
  }
  if (!rows_.instances[id].listed) [[unlikely]] {
    wrong(fmt::format("instance {}, which has no free slot", id));
  }
}

/// Clients, lots and requests on their own are numbered apart.
template <class Queue, bool observed>
std::uint64_t Engine<Queue, observed>::session_of(std::uint32_t request) const {
  constexpr std::uint64_t of_client = std::uint64_t{1} << 62;
  constexpr std::uint64_t own = std::uint64_t{1} << 63;
  const Request& row = rows_.requests[request];
  if ((rows_.functions[row.function].mask & special::senders) != 0 &&
      senders_.of(request).origin != nullptr) {
    return of_client | senders_.of(request).number;
  }
  const std::uint32_t sessions = table_[FunctionId{row.function}].traits.sessions;
  if (sessions == 0) {
    return own | row.ordinal;
  }
  sim::Draw draw(key(Purpose::session), row.function, row.ordinal);
  return draw.below(sessions);
}

/// Instances that are up and take attempts.
template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::serving(std::uint32_t function) const {
  return rows_.functions[function].live - rows_.rest[function].starting - rows_.rest[function].draining;
}

template <class Queue, bool observed>
CandidateView Engine<Queue, observed>::candidate_view(std::uint32_t id) const {
  const Instance& row = rows_.instances[id];
  const InstanceRest& more = rows_.instance_rest[id];
  const Vm& vm = cluster_.vm(row.vm);
  return {InstanceId{id},
          VmId{row.vm},
          more.created,
          more.last_used,
          row.in_flight,
          row.serial,
          cluster_.instance_capacity() - vm.used,
          vm.instances};
}

template <class Queue, bool observed>
std::uint32_t Engine<Queue, observed>::lowest_candidate(std::uint32_t function) const {
  return by_key_ ? rows_.rest[function].candidates.at(0)
                 : vm_candidates_.first(function, [this](std::uint32_t id) { return ask_key(id); });
}

template <class Queue, bool observed>
std::int64_t Engine<Queue, observed>::ask_key(std::uint32_t id) const {
  return ask(*policies_.routing, now_, [&] { return policies_.routing->key(candidate_view(id)); });
}

/// The instance has come into its function's list: it goes into what the policy has kept besides.
template <class Queue, bool observed>
void Engine<Queue, observed>::index_candidate(std::uint32_t id) {
  const std::uint32_t function = rows_.instances[id].function;
  FunctionRest& rest = rows_.rest[function];
  InstanceRest& more = rows_.instance_rest[id];
  if (on_ring_) {
    const HashRing::value_type entry{ring_point(FunctionId{function}, rows_.instances[id].serial), id};
    if (ring_nodes_.empty()) {
      rest.ring.insert(entry);
    } else {
      ring_nodes_.back().value() = entry;
      rest.ring.insert(std::move(ring_nodes_.back()));
      ring_nodes_.pop_back();
    }
  }
  if (by_key_) {
    more.listed_as = listings_++;
    more.routing_key = ask_key(id);
    CandidateHeap(rest.candidates, rows_.instance_rest).push(id);
  }
  if (by_vm_) {
    vm_candidates_.list(function, rows_.instances[id].vm, id);
  }
  if (by_index_ && !by_key_) {  // a heap has positions, too
    more.candidate = static_cast<std::uint32_t>(rest.candidates.size());
    rest.candidates.push_back(id);
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::drop_candidate(std::uint32_t id) {
  const std::uint32_t function = rows_.instances[id].function;
  FunctionRest& rest = rows_.rest[function];
  if (on_ring_) {
    ring_nodes_.push_back(
        rest.ring.extract({ring_point(FunctionId{function}, rows_.instances[id].serial), id}));
  }
  if (by_key_) {
    CandidateHeap(rest.candidates, rows_.instance_rest).remove(id);
  }
  if (by_vm_) {
    vm_candidates_.unlist(id);
  }
  if (by_index_ && !by_key_) {
    const std::uint32_t place = rows_.instance_rest[id].candidate;
    rest.candidates[place] = rest.candidates.back();
    rows_.instance_rest[rest.candidates[place]].candidate = place;
    rest.candidates.pop_back();
  }
}

template <class Queue, bool observed>
void Engine<Queue, observed>::renew_key(std::uint32_t id) {
  InstanceRest& more = rows_.instance_rest[id];
  const std::int64_t renewed = ask_key(id);
  if (renewed != more.routing_key) {
    more.routing_key = renewed;
    CandidateHeap(rows_.rest[rows_.instances[id].function].candidates, rows_.instance_rest).settle(id);
  }
}

/// What is in the VM has changed.
template <class Queue, bool observed>
void Engine<Queue, observed>::renew_keys_in(std::uint32_t vm) {
  if (by_vm_) {
    vm_candidates_.change(vm);
  }
  if (!keys_follow_vms_) {
    return;
  }
  for (std::uint32_t id = cluster_.vm(vm).first_instance; id != kNone; id = rows_.instance_rest[id].vm_next) {
    if (rows_.instances[id].listed) {
      renew_key(id);
    }
  }
}

}  // namespace curtain
