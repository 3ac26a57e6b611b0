#include "models/platform/scheduling/candidates.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/platform/blame.hpp"
#include "sim/check.hpp"

namespace curtain {

/// The routing policy's view of a function's instances with a free slot.
class CandidateIndex::View final : public Candidates {
 public:
  View(CandidateIndex& index, std::uint32_t function, Time now)
      : index_(index), function_(function), now_(now) {}
  [[nodiscard]] InstanceId most_recent() const override {
    return InstanceId{index_.rows_.functions[function_].front};
  }
  [[nodiscard]] InstanceId least_recent() const override {
    return InstanceId{index_.rows_.functions[function_].back};
  }
  [[nodiscard]] std::size_t size() const override { return index_.home_of(function_).candidates.size(); }
  [[nodiscard]] CandidateView operator[](std::size_t position) const override {
    return index_.view_of(index_.home_of(function_).candidates.at(position));
  }
  [[nodiscard]] InstanceId lowest() const override {
    require(index_.by_key_ || index_.by_vm_, "Candidates::lowest", "candidates_by_key or candidates_by_vm");
    return InstanceId{index_.lowest(function_, now_)};
  }
  [[nodiscard]] InstanceId clockwise_from(std::uint64_t point) const override { return on_ring({point, 0}); }
  [[nodiscard]] InstanceId clockwise_after(InstanceId candidate) const override {
    check(candidate);
    const std::uint32_t serial = index_.rows_.instances[candidate.value()].serial;
    return on_ring({ring_point(FunctionId{function_}, serial), candidate.value() + 1});
  }
  [[nodiscard]] CandidateView view(InstanceId candidate) const override {
    check(candidate);
    return index_.view_of(candidate.value());
  }

 private:
  void check(InstanceId candidate) const {
    const auto& instances = index_.rows_.instances;
    if (!candidate.valid() || candidate.value() >= instances.capacity() || !instances.live(candidate.value()))
        [[unlikely]] {
      throw std::logic_error("the candidates do not include the instance");
    }
  }
  [[nodiscard]] InstanceId on_ring(const Ring::value_type& from) const {
    require(index_.on_ring_, "Candidates::clockwise_from", "candidates_on_ring");
    const Ring& ring = index_.home_of(function_).ring;
    SIM_CHECK(!ring.empty());
    const auto next = ring.lower_bound(from);
    return InstanceId{(next == ring.end() ? ring.begin() : next)->second};
  }

  CandidateIndex& index_;
  std::uint32_t function_;
  Time now_;
};

CandidateIndex::CandidateIndex(const Rows& rows, const Cluster& cluster, RoutingPolicy& policy)
    : rows_(rows), cluster_(cluster), policy_(policy) {
  const Needs needs = policy.needs();
  on_ring_ = needs.candidates_on_ring;
  by_key_ = needs.candidates_by_key;
  keys_follow_vms_ = by_key_ && needs.keys_follow_vms;
  by_vm_ = needs.candidates_by_vm;
  by_index_ = needs.candidates_by_index;
  is_needed_ = on_ring_ || by_key_ || by_vm_ || by_index_;
}

void CandidateIndex::list(std::uint32_t instance, Time now) {
  const std::uint32_t function = rows_.instances[instance].function;
  Home& home = home_of(function);
  if (instance >= places_.size()) {
    places_.resize(std::max<std::size_t>(rows_.instances.capacity(), std::size_t{instance} + 1));
  }
  if (on_ring_) {
    const Ring::value_type entry{point_of(instance), instance};
    if (spare_nodes_.empty()) {
      home.ring.insert(entry);
    } else {
      spare_nodes_.back().value() = entry;
      home.ring.insert(std::move(spare_nodes_.back()));
      spare_nodes_.pop_back();
    }
  }
  if (by_key_) {
    places_[instance].listed_as = listings_++;
    places_[instance].key = ask_key(instance, now);
    CandidateHeap(home.candidates, places_).push(instance);
  }
  if (by_vm_) {
    of_vms_.list(function, rows_.instances[instance].vm, instance);
  }
  if (by_index_ && !by_key_) {  // a heap also stores positions
    places_[instance].place = static_cast<std::uint32_t>(home.candidates.size());
    home.candidates.push_back(instance);
  }
}

void CandidateIndex::unlist(std::uint32_t instance) {
  Home& home = home_of(rows_.instances[instance].function);
  if (on_ring_) {
    spare_nodes_.push_back(home.ring.extract({point_of(instance), instance}));
  }
  if (by_key_) {
    CandidateHeap(home.candidates, places_).remove(instance);
  }
  if (by_vm_) {
    of_vms_.unlist(instance);
  }
  if (by_index_ && !by_key_) {
    const std::uint32_t place = places_[instance].place;
    home.candidates[place] = home.candidates.back();
    places_[home.candidates[place]].place = place;
    home.candidates.pop_back();
  }
}

void CandidateIndex::renew(std::uint32_t instance, Time now) {
  const std::int64_t renewed = ask_key(instance, now);
  if (renewed != places_[instance].key) {
    places_[instance].key = renewed;
    CandidateHeap(home_of(rows_.instances[instance].function).candidates, places_).settle(instance);
  }
}

void CandidateIndex::renew_keys_in(std::uint32_t vm, Time now) {
  if (by_vm_) {
    of_vms_.change(vm);
  }
  if (!keys_follow_vms_) {
    return;
  }
  for (std::uint32_t id = cluster_.vm(vm).first_instance; id != kNone; id = rows_.instance_rest[id].vm_next) {
    if (rows_.instances[id].listed) {
      renew(id, now);
    }
  }
}

std::uint32_t CandidateIndex::choose(const RoutingQuery& query) {
  const std::uint32_t function = query.function.value();
  const View candidates(*this, function, query.now);
  const InstanceId chosen = ask(policy_, query.now, [&] { return policy_.choose(query, candidates); });
  check(chosen, function, query.now);
  return chosen.value();
}

/// Reports an error of the routing policy if the chosen instance cannot take an attempt of the function.
void CandidateIndex::check(InstanceId chosen, std::uint32_t function, Time now) const {
  const auto wrong = [&](const std::string& why) { blame(policy_, now, "chose " + why); };
  if (!chosen.valid()) [[unlikely]] {
    wrong("no instance, although some instances have a free slot");
  }
  const std::uint32_t id = chosen.value();
  if (id >= rows_.instances.capacity() || !rows_.instances.live(id)) [[unlikely]] {
    wrong(fmt::format("instance {}, which does not exist", id));
  }
  const Instance& row = rows_.instances[id];
  if (row.function != function) [[unlikely]] {
    wrong(fmt::format("instance {} of function {} for function {}", id, row.function, function));
  }
  if (!row.listed) [[unlikely]] {
    wrong(fmt::format("instance {}, which has no free slot", id));
  }
}

CandidateIndex::Home& CandidateIndex::home_of(std::uint32_t function) {
  if (function >= homes_.size()) {
    homes_.resize(std::max<std::size_t>(rows_.functions.size(), std::size_t{function} + 1));
  }
  return homes_[function];
}

CandidateView CandidateIndex::view_of(std::uint32_t instance) const {
  const Instance& row = rows_.instances[instance];
  const InstanceRest& more = rows_.instance_rest[instance];
  const Vm& vm = cluster_.vm(row.vm);
  return {InstanceId{instance},
          VmId{row.vm},
          more.created,
          more.last_used,
          row.in_flight,
          row.serial,
          cluster_.instance_capacity() - vm.used,
          vm.instances};
}

std::int64_t CandidateIndex::ask_key(std::uint32_t instance, Time now) const {
  return ask(policy_, now, [&] { return policy_.key(view_of(instance)); });
}

std::uint64_t CandidateIndex::point_of(std::uint32_t instance) const {
  const Instance& row = rows_.instances[instance];
  return ring_point(FunctionId{row.function}, row.serial);
}

std::uint32_t CandidateIndex::lowest(std::uint32_t function, Time now) {
  return by_key_ ? home_of(function).candidates.at(0)
                 : of_vms_.first(function, [&](std::uint32_t instance) { return ask_key(instance, now); });
}

}  // namespace curtain
