#pragma once
// A core for tests of a single module. It records the module's requests, and has a clock and a queue of
// events.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

class FakeCore final : public CoreApi {
 public:
  struct Sent {
    Arrival arrival;
    Sender sender;
    Time at;
  };

  struct Finished {
    std::uint32_t attempt;
    bool cut_off;
    Time at;
    bool operator==(const Finished&) const = default;
  };

  /// The cluster is the cluster of the ideal platform. If a number is given, it is the number of VMs on a
  /// host.
  explicit FakeCore(std::optional<std::uint32_t> vms_per_host = std::nullopt) {
    PlatformParameters ideal = ideal_platform();
    if (vms_per_host) {
      ideal.cluster.hosts.vcpus = *vms_per_host * ideal.cluster.vms.vcpus;
      ideal.cluster.hosts.memory = *vms_per_host * ideal.cluster.vms.memory;
    }
    vm_policy_ = make(ideal.policies.placement);
    host_policy_ = make(ideal.policies.host_placement);
    cluster_ = std::make_unique<Cluster>(ideal.cluster, dynamic_cast<PlacementPolicy&>(*vm_policy_),
                                         dynamic_cast<PlacementPolicy&>(*host_policy_), PlacementDraws{});
  }

  /// Handles events in order, and advances the clock, until no event before `limit` is left. An event is
  /// passed to `table` if its subject still exists.
  void run(const EventTable& table, Time limit = Time::never()) {
    while (true) {
      const auto next = std::min_element(
          events.begin(), events.end(), [](const sim::Event& a, const sim::Event& b) { return a.before(b); });
      if (next == events.end() || next->time >= limit) {
        return;
      }
      const sim::Event event = *next;
      events.erase(next);
      clock = event.time;
      table.dispatch(event, [this](Subject subject, std::uint32_t row, std::uint32_t generation) {
        return subject == Subject::vm         ? cluster_->live(row, generation)
               : subject == Subject::instance ? tables.instances.live(row, generation)
               : subject == Subject::attempt  ? tables.requests.live(row, generation)
                                              : true;
      });
    }
  }
  /// Adds a VM in the state in which the core opens it.
  std::uint32_t open_vm() { return cluster_->open_vm(0, clock, 0, {}).value(); }
  void release_vm(std::uint32_t vm) { cluster_->release(vm); }

  [[nodiscard]] Time now() const override { return clock; }
  [[nodiscard]] const Rows& rows() const override { return tables; }
  [[nodiscard]] const Cluster& cluster() const override { return *cluster_; }
  [[nodiscard]] sim::DrawKey key(Purpose purpose) const override {
    return {1, 0, static_cast<std::uint32_t>(purpose)};
  }
  [[nodiscard]] Agenda& agenda() override { return facts; }
  void send(const Arrival& arrival, const Sender& sender) override {
    sent.push_back({arrival, sender, clock});
  }
  void expect_senders(std::uint32_t function, Origin* of_stream) override {
    with_senders.push_back(function);
    stream_origins.push_back(of_stream);
  }
  void give_up(std::uint32_t request, const AttemptEnd& end) override { given_up.emplace_back(request, end); }
  void abandon(std::uint32_t request) override {
    tables.requests[request].is_abandoned = true;
    left.emplace_back(request, clock);
  }
  std::uint32_t start_generic(Mebibytes memory, const Cause& cause) override {
    if (room_for_generic == 0) {
      return kNone;
    }
    --room_for_generic;
    generic_memory.push_back(memory);
    generic_causes.push_back(cause.ordinal & 0xFFFF);
    return static_cast<std::uint32_t>(generic_memory.size() - 1);
  }
  void finish_execution(std::uint32_t attempt, bool cut_off) override {
    finished.push_back({attempt, cut_off, clock});
  }
  void end_start(std::uint32_t instance, const StageEnds& ends, Time retires) override {
    started.push_back({instance, ends, retires, clock});
  }
  void retire(std::uint32_t instance) override { retired.emplace_back(instance, clock); }
  void replace_code(std::uint32_t function, const sim::Distribution& consistent_after) override {
    replaced.push_back({function, consistent_after, clock});
  }
  void crash(std::uint32_t vm) override { crashed.emplace_back(vm, clock); }
  void set_hosts_up(const OutageTarget& target, bool is_up) override {
    outages.push_back({clock, !is_up, target});
  }

  Time clock{0};
  Rows tables;
  Agenda facts;
  std::vector<sim::Event> events;  // pending, in the order in which they were scheduled
  std::vector<Sent> sent;
  std::vector<std::uint32_t> with_senders;
  std::vector<Origin*> stream_origins;  ///< indexed by the position in with_senders
  std::vector<std::pair<std::uint32_t, AttemptEnd>> given_up;
  std::vector<std::pair<std::uint32_t, Time>> left;
  std::uint32_t room_for_generic = 0;
  std::vector<Mebibytes> generic_memory;
  std::vector<std::uint64_t> generic_causes;
  std::vector<std::pair<std::uint32_t, Time>> crashed;
  std::vector<std::pair<std::uint32_t, Time>> retired;
  struct Replaced {
    std::uint32_t function;
    sim::Distribution consistent_after;
    Time at;
  };
  std::vector<Replaced> replaced;
  std::vector<Finished> finished;
  struct Started {
    std::uint32_t instance;
    StageEnds ends;
    Time retires;
    Time at;  ///< when the ends became known
  };
  std::vector<Started> started;
  struct OutageChange {
    Time at;
    bool begins = false;
    OutageTarget target;
    bool operator==(const OutageChange&) const = default;
  };
  std::vector<OutageChange> outages;

 protected:
  void push(const sim::Event& event) override { events.push_back(event); }

 private:
  static std::unique_ptr<Policy> make(const PolicyChoice& choice) {
    return choice.declaration->make(choice.arguments);
  }

  std::unique_ptr<Policy> vm_policy_;
  std::unique_ptr<Policy> host_policy_;
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace support
