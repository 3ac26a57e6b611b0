#pragma once
// The shared state of a cell without an engine around it, for tests of the state and of single parts.
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "models/platform/core/cell_state.hpp"
#include "models/workload/arrival.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Records what is scheduled. No module may ask it for a transition.
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
  std::uint32_t start_generic(Mebibytes, const Cause&) override {
    refuse();
    return kNone;
  }
  void finish_execution(std::uint32_t, bool) override { refuse(); }
  void crash(std::uint32_t) override { refuse(); }
  void set_hosts_up(const OutageTarget&, bool) override { refuse(); }

  std::vector<sim::Event> events;

 private:
  static void refuse() { throw std::logic_error("a transition that this test does not expect"); }
};

}  // namespace support
