#pragma once
// The shared state of a cell without an engine, for tests of the state and of single parts.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "models/platform/core/cell_state.hpp"
#include "models/workload/arrival.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Records scheduled events. Modules must not request transitions from it. The test creates the rows.
class BareCell : public CellState {
 public:
  BareCell(const PlatformParameters& parameters, const FunctionTable& functions, const RunOptions& options,
           bool asks_always = false)
      : CellState(parameters, functions, std::nullopt, options, asks_always) {}

  void at(Time now) { set_now(now); }
  void push(const sim::Event& event) override { events.push_back(event); }

  void send(const Arrival&, const Sender&) override { refuse(); }
  void expect_senders(std::uint32_t, Origin*) override { refuse(); }
  void give_up(std::uint32_t, const AttemptEnd&) override { refuse(); }
  void abandon(std::uint32_t) override { refuse(); }
  std::uint32_t start_generic(Mebibytes, const Cause&) override {
    refuse();
    return kNone;
  }
  void finish_execution(std::uint32_t, bool) override { refuse(); }
  void end_start(std::uint32_t, const StageEnds&, Time) override { refuse(); }
  void retire(std::uint32_t) override { refuse(); }
  void replace_code(std::uint32_t, const sim::Distribution&) override { refuse(); }
  void crash(std::uint32_t) override { refuse(); }
  void set_hosts_up(const OutageTarget&, bool) override { refuse(); }

  /// Adds a function of 128 MiB that may have any number of instances.
  std::uint32_t add_function(std::uint32_t tenant = 0) {
    Rows& all = CellState::rows();
    all.tenants.resize(std::max(all.tenants.size(), std::size_t{tenant} + 1));
    Function& function = all.functions.emplace_back();
    function.tenant = tenant;
    function.timeout = Duration::infinite();
    FunctionRest& rest = all.rest.emplace_back();
    rest.memory = 128;
    rest.tenant = tenant;
    rest.max_instances = kUnlimited;
    Tally& counted_so_far = CellState::tally();
    counted_so_far.add_function();
    counted_so_far.responses().grow(all.functions.size());
    return static_cast<std::uint32_t>(all.functions.size() - 1);
  }
  /// Adds an attempt of an invocation that reached the frontend at `arrival`. If its place is beyond the
  /// admission queue, the attempt counts as concurrency.
  std::uint32_t add_request(std::uint32_t function, Time arrival, RequestPlace place) {
    Rows& all = CellState::rows();
    const std::uint32_t id = all.requests.allocate();
    all.waits.resize(all.requests.capacity());
    all.waits[id] = Waits{};
    Request& request = all.requests[id];
    request = Request{};
    request.function = function;
    request.arrival = arrival;
    request.dispatched = arrival;
    request.place = static_cast<std::uint8_t>(place);
    if (is_in_flight(request)) {
      ++all.functions[function].in_flight;
      ++all.tenants[all.functions[function].tenant].in_flight;
    }
    return id;
  }
  /// Adds an instance that was created at `created`, in `vm` or in a VM of its own. The instance is not in
  /// any list.
  std::uint32_t add_instance(std::uint32_t function, InstanceState state, Time created = {},
                             std::uint32_t vm = kNone) {
    Rows& all = CellState::rows();
    const std::uint32_t id = all.instances.allocate();
    all.instance_rest.resize(all.instances.capacity());
    Instance& instance = all.instances[id];
    instance = Instance{};
    instance.function = function;
    instance.state = state;
    instance.slots = all.functions[function].slots;
    instance.vm = vm != kNone ? vm : CellState::cluster().open_vm(0, created, 0, {}).value();
    InstanceRest& more = all.instance_rest[id];
    more = InstanceRest{};
    more.created = created;
    more.ready = created;
    more.memory = all.rest[function].memory;
    CellState::cluster().put(instance.vm, id, more.memory, all.instance_rest);
    ++all.functions[function].live;
    all.rest[function].starting += state == InstanceState::starting ? 1 : 0;
    all.rest[function].draining += state == InstanceState::draining ? 1 : 0;
    CellState::tally().fleet().add_instances(1, created);
    return id;
  }

  std::vector<sim::Event> events;

 protected:
  /// An empty table, for parts that do not read the table of functions.
  static const FunctionTable& no_functions() {
    static const FunctionTable none;
    return none;
  }

 private:
  static void refuse() { throw std::logic_error("a transition that this test does not expect"); }
};

}  // namespace support
