#pragma once
// Random small scenarios over all features, for properties that hold in every scenario.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/policies/admission/seam.hpp"
#include "sim/draws.hpp"
#include "tests/support/any_policies.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Whether many events share an instant.
enum class Instants : std::uint8_t {
  shared,  ///< most times are multiples of 10 ms
  apart,   ///< all times are different nanoseconds and every stage is drawn, so that no events coincide
};

/// Whether functions share resources of their VMs.
enum class CpuWork : std::uint8_t {
  none,
  shared,  ///< vCPUs, by a share of the drawn durations
  mixed,   ///< also fixed work on vCPUs, disks and networks
};

/// Faults in a scenario in addition to crashes of VMs.
enum class Trouble : std::uint8_t {
  none,  ///< as frozen by tests/golden
  some,  ///< function errors, outages of hosts and zones, and events with retries
};

/// Whether clients have a timeout.
enum class ClientsWait : std::uint8_t {
  forever,  ///< never, as in the scenarios frozen by tests/golden
  briefly,  ///< for a short time, so that many clients leave
};

/// The policies among which a scenario chooses.
enum class PolicyFamily : std::uint8_t {
  frozen,  ///< those that existed when tests/golden froze the scenarios
  all,     ///< all policies of each seam
};

/// Creates a small scenario over all features from a seed. With CPU work, faults or clients that leave, the
/// scenario is the scenario of the same seed without these features, plus the additions.
class RandomScenario {
 public:
  explicit RandomScenario(std::uint32_t seed, Instants instants = Instants::shared,
                          CpuWork cpu_work = CpuWork::none, Trouble trouble = Trouble::none,
                          ClientsWait clients_wait = ClientsWait::forever,
                          PolicyFamily policy_family = PolicyFamily::frozen)
      : seed_(seed),
        instants_(instants),
        cpu_work_(cpu_work),
        trouble_(trouble),
        clients_wait_(clients_wait),
        policy_family_(policy_family),
        draw_(sim::DrawKey(99, 0, 0), seed, 0),
        client_draw_(sim::DrawKey(99, 0, 1), seed, 0),
        keep_alive_draw_(sim::DrawKey(99, 0, 2), seed, 0),
        cpu_draw_(sim::DrawKey(99, 0, 3), seed, 0),
        trouble_draw_(sim::DrawKey(99, 0, 4), seed, 0),
        wait_draw_(sim::DrawKey(99, 0, 5), seed, 0),
        work_draw_(sim::DrawKey(99, 0, 6), seed, 0) {}

  World make() {
    World world;
    PlatformParameters& parameters = world.parameters;
    parameters.frontend = frontend();
    if (clients_wait_ == ClientsWait::briefly) {
      const sim::Distribution& latency = parameters.frontend.request_latency;
      parameters.frontend.client_timeout =
          ms(10 * (1 + std::int64_t{wait_draw_.below(40)})) +
          (latency.is_constant() ? ns(static_cast<std::int64_t>(latency.first_parameter())) : Duration{});
    }
    parameters.scheduler = {either(Binding::early, Binding::late), either(NoRoom::wait, NoRoom::refuse),
                            chance(2), chance(4) ? below(3) : kUnlimited};
    cluster(parameters.cluster);
    ColdStartParameters& stages = parameters.cold_start;
    for (sim::Distribution* const stage : {&stages.vm_boot, &stages.sandbox, &stages.code_download,
                                           &stages.runtime_start, &stages.function_init}) {
      *stage = some_length();
    }
    if (chance(4)) {
      parameters.lifetimes.instance = sim::Distribution::uniform(1e8, 1e9);
    }
    if (chance(4)) {
      parameters.lifetimes.vm = sim::Distribution::uniform(3e8, 3e9);
    }
    if (chance(4)) {
      parameters.faults.vm_time_to_crash = sim::Distribution::exponential(2e9);
    }
    for (std::uint32_t i = below(4); i > 0; --i) {
      parameters.faults.vm_crashes.push_back({tens(200), below(6)});
    }
    parameters.faults.retry_backoff = some_length();
    parameters.billing.granularity = either(ms(1), ms(100));
    if (trouble_ == Trouble::some) {
      outages(parameters);
      parameters.async.retry_delays = {ms(50), ms(100)};
      parameters.async.backoff = ms(10);
      parameters.async.backoff_factor = 2;
      parameters.async.longest_backoff = ms(100);
      parameters.async.max_age = ms(500);
    }
    policies(parameters.policies);
    const bool decide_together = parameters.policies.pre_warm.declaration->name == "hybrid-histogram";
    if (keep_alive_draw_.below(2) == 0 && !decide_together) {
      parameters.policies.keep_alive = any_keep_alive();
    }
    if (policy_family_ == PolicyFamily::all) {
      has_clients_ =
          cpu_work_ != CpuWork::none || seed_ % 2 == 0;  // an oracle allows neither clients nor CPU work
      parameters.policies = AnyPolicies(seed_).choose(!has_clients_);
    }
    if (parameters.policies.pre_warm.declaration->name == "pool") {
      parameters.cluster.vms.isolation = Isolation::shared;
    }
    if (cpu_work_ != CpuWork::none) {
      parameters.cluster.hosts.vcpus = 64;
      parameters.cluster.vms.vcpus = 1 + cpu_draw_.below(2);
      parameters.cpu.memory_per_vcpu = 64 + cpu_draw_.below(512);
    }
    if (cpu_work_ == CpuWork::mixed) {
      parameters.disk = bandwidth();
      parameters.network = bandwidth();
    }
    workload(world);
    clients(world);
    if (chance(3)) {
      world.options.warmup = Time{0} + tens(60);
    }
    if (chance(3)) {
      world.horizon = at_ms(3'000);
    } else if (chance(3)) {
      world.options.end = Time{0} + tens(150);
    }
    world.options.seed = draw_.bits();
    world.options.bin = either(ms(100), ns(50'000));
    BillingParameters& billing = parameters.billing;
    billing.init = static_cast<BilledInit>(below(3));
    billing.minimum = either(Duration{}, ms(50));
    if (chance(2)) {
      billing.price_per_gib_s_on_provisioned = 0.5;
    }
    return world;
  }

 private:
  std::uint32_t below(std::uint32_t n) { return draw_.below(n); }
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }
  Duration tens(std::uint32_t n) {
    const Duration whole_tens = ms(10 * static_cast<std::int64_t>(below(n)));
    return instants_ == Instants::shared ? whole_tens : whole_tens + ns(1 + below(9'999'999));
  }
  template <class T>
  T either(T a, T b) {
    return chance(2) ? a : b;
  }
  sim::Distribution some_length() {
    if (instants_ == Instants::apart) {
      return sim::Distribution::uniform(1e6, 2e8);
    }
    switch (below(4)) {
      case 0:
        return takes(tens(20));
      case 1:
        return sim::Distribution::exponential(5e7);
      default:
        return {};
    }
  }

  /// Returns a small value within the bounds. A time is short, but long enough that ticks are not almost all
  /// events.
  Argument some_argument(const ParameterDeclaration& parameter) {
    if (parameter.name == "unreserved" || parameter.name == "max_idle_spread") {
      return whole(0);  // a larger value may contradict another parameter
    }
    switch (parameter.kind) {
      case ParameterKind::duration:
        return whole(std::max(static_cast<std::int64_t>(parameter.minimum), (ms(10) + tens(30)).ns()));
      case ParameterKind::choice:
        return whole(below(static_cast<std::uint32_t>(parameter.choices.size())));
      case ParameterKind::boolean:
        return whole(below(2));
      case ParameterKind::fraction:
        return {0, parameter.minimum + (parameter.maximum - parameter.minimum) / 2};
      default:
        return whole(std::max(static_cast<std::int64_t>(parameter.minimum), std::int64_t{1} + below(3)));
    }
  }

  FrontendParameters frontend() {
    FrontendParameters made;
    made.request_latency = some_length();
    made.response_latency = either(Duration{}, ms(5));
    made.queue_capacity = either(0u, 1 + below(10));
    made.max_wait = either(Duration::infinite(), tens(40));
    return made;
  }

  void cluster(ClusterParameters& made) {
    made.vms.memory = either(1'024u, 2'048u);
    made.vms.instance_memory = either(0u, made.vms.memory - 24);
    made.hosts = {chance(2) ? kUnlimited : 1 + below(3), 0, made.vms.memory * (1 + below(2))};
    made.vms.max_instances = chance(3) ? 1 + below(3) : kUnlimited;
    made.vms.isolation = static_cast<Isolation>(below(4));
    made.vms.empty_release = chance(3) ? Duration::infinite() : tens(30);
    made.topology.host_link = either(Duration{}, ms(1));
    if (chance(3)) {
      made.topology.frontend = "f";
      made.topology.links = {{"f", "a", ms(10)}, {"a", "b", ms(2)}};
      made.topology.racks = {"a", "b"};
    }
    made.topology.zones = 1 + made.hosts.count % (made.topology.racks.empty() ? 3 : 2);
    made.code_cache = made.vms.memory > 1'500 ? CodeCache::host : CodeCache::none;
  }

  void policies(PolicyChoices& made) {
    // Frozen scenarios choose among the first policies of a seam; a policy that is added later must not
    // change them.
    const auto any = [this](Seam seam, std::size_t first = kUnlimited) {
      const auto& all = seam_listing(seam).policies;
      const PolicyDeclaration* const chosen =
          all[below(static_cast<std::uint32_t>(std::min(first, all.size())))];
      std::vector<Argument> arguments;
      for (const ParameterDeclaration& parameter : chosen->parameters) {
        arguments.push_back(some_argument(parameter));
      }
      return PolicyChoice{chosen, Arguments(std::move(arguments))};
    };
    if (chance(2)) {
      made.admission = policy(
          Seam::admission, "concurrency-limit",
          {whole(1 + below(6)), whole(chance(2) ? kUnlimited : 1 + below(3)), whole(below(2)), whole(0)});
    } else if (chance(2)) {
      made.admission = any(Seam::admission);
    }
    made.queueing = any(Seam::queueing);
    made.routing = any(Seam::routing);
    made.scaling = any(Seam::scaling, 5);  // up to hedged
    made.placement = any(Seam::placement);
    made.host_placement = any(Seam::placement);
    made.pre_warm = any(Seam::pre_warm, 6);  // up to pool
    if (made.pre_warm.declaration->name ==
        "hybrid-histogram") {  // the two options must be used together, with bins of 20 ms
      made.keep_alive = policy(Seam::keep_alive, "hybrid-histogram",
                               {length(ms(20)),
                                whole(20),
                                {0, 0.05},
                                {0, 0.99},
                                {0, 0.1},
                                whole(2),
                                {0, 1},
                                {0, 0.5},
                                {0, 0.15},
                                length(tens(40))});
      return;
    }
    if (made.pre_warm.declaration->name == "moving-average") {
      made.pre_warm.arguments = Arguments({length(ms(50) + tens(20)), length(ms(50)), {0, either(0.5, 1.5)}});
    }
    if (made.pre_warm.declaration->name == "pool") {
      made.pre_warm.arguments = Arguments({whole(1 + below(3)), whole(256)});
    }
    if (made.pre_warm.declaration->name == "scheduled") {
      made.pre_warm.arguments = Arguments({{0, 0, {}, "@daily"}, {0, 0, {}, "@weekly"}});
    }
    switch (below(6)) {
      case 0:
        made.keep_alive = policy(Seam::keep_alive, "none");
        break;
      case 1:
        made.keep_alive = policy(Seam::keep_alive, "forever");
        break;
      default:
        made.keep_alive = policy(Seam::keep_alive, "fixed", {length(tens(40))});
    }
  }

  /// Returns a policy that ranks idle instances or reviews several together, with times of about 100 ms.
  PolicyChoice any_keep_alive() {
    static constexpr std::array names{"lambda-2018", "lambda-2020",           "spread", "least-recently-used",
                                      "landlord",    "least-frequently-used", "size",   "greedy-dual"};
    const PolicyDeclaration* const chosen = find_policy(
        Seam::keep_alive, names[keep_alive_draw_.below(static_cast<std::uint32_t>(names.size()))]);
    std::vector<Argument> arguments;
    for (const ParameterDeclaration& parameter : chosen->parameters) {
      if (parameter.name == "max_idle_spread") {
        arguments.push_back(whole(0));  // a larger value may contradict another parameter
        continue;
      }
      const std::uint32_t small = 1 + keep_alive_draw_.below(30);
      switch (parameter.kind) {
        case ParameterKind::duration:
          arguments.push_back(length(ms(10 * static_cast<std::int64_t>(small))));
          break;
        case ParameterKind::choice:
          arguments.push_back(whole(small % static_cast<std::int64_t>(parameter.choices.size())));
          break;
        default:
          arguments.push_back(whole(small % 4));
      }
    }
    return {chosen, Arguments(std::move(arguments))};
  }

  /// Adds some outages of hosts and some of zones. Several share their times, and some are without end or
  /// repeated.
  void outages(PlatformParameters& made) {
    ClusterParameters& cluster = made.cluster;
    if (cluster.topology.racks.empty()) {
      cluster.topology.zones = 1 + trouble_draw_.below(3);
    }
    const auto ten = [this](std::uint32_t n) { return ms(10 * std::int64_t{trouble_draw_.below(n)}); };
    for (std::uint32_t i = trouble_draw_.below(5); i > 0; --i) {
      Outage& outage = made.faults.outages.emplace_back();
      if (trouble_draw_.below(2) == 0) {
        outage.zone = trouble_draw_.below(cluster.topology.zones);
      } else {
        outage.host = trouble_draw_.below(std::min(cluster.hosts.count, 4u));
      }
      outage.at = ten(200);
      const std::uint32_t kind = trouble_draw_.below(6);
      if (kind > 0) {
        outage.repair = kind == 1 ? sim::Distribution::exponential(2e8) : takes(ten(60));
      }
      if (kind == 5) {
        outage.every = sim::Distribution::exponential(5e8);
      }
    }
  }

  void workload(World& world) {
    const std::uint32_t functions = 1 + below(5);
    std::uint32_t promised = 0;
    for (std::uint32_t i = 0; i < functions; ++i) {
      FunctionTraits traits;
      traits.timeout = chance(3) ? tens(20) + ms(1) : Duration::infinite();
      traits.requests_per_instance = chance(2) ? 1 : 1 + below(3);
      traits.max_instances = chance(3) ? 1 + below(3) : kUnlimited;
      traits.concurrency_limit = chance(4) ? 1 + below(3) : kUnlimited;
      traits.provisioned = chance(3) ? 1 + below(2) : 0;
      set_aside(world, traits, promised);
      traits.crash_retries = below(3);
      if (trouble_ == Trouble::some && trouble_draw_.below(2) == 0) {
        traits.error_rate = 0.25 * trouble_draw_.below(5);
      }
      if (trouble_ == Trouble::some && trouble_draw_.below(3) == 0) {
        traits.invoke = Invoke::async;
      }
      traits.priority = below(3);
      if (chance(4)) {
        traits.init = some_length();
      }
      if (cpu_work_ != CpuWork::none && cpu_draw_.below(4) != 0) {
        traits.cpu = cpu_draw_.below(2) == 0 ? 1 : cpu_draw_.uniform();
      }
      if (cpu_work_ == CpuWork::mixed) {
        traits.work = work_mix();
        if (traits.cpu > 0 && work_draw_.below(2) == 0) {
          traits.durations_measured_at = {work_draw_.below(2'000), work_draw_.below(3)};
        }
      }
      const Mebibytes memory = 128u << below(4);
      world.function("f" + std::to_string(i), traits, memory, "t" + std::to_string(below(3)));
    }
    const std::uint32_t arrivals = 20 + below(200);
    const std::uint32_t gap = 1 + below(4);
    Time now{};
    for (std::uint32_t i = 0; i < arrivals; ++i) {
      now = now + tens(gap) + ns(chance(5) ? below(10) : 0);
      world.arrive(FunctionId{below(functions)}, now, tens(30));
    }
  }

  /// Reserves some concurrency if the admission policy can set any aside, and provisions at most the
  /// available concurrency. The counts are sums over all tenants.
  void set_aside(const World& world, FunctionTraits& traits, std::uint32_t& promised) {
    const PolicyChoice& choice = world.parameters.policies.admission;
    const std::unique_ptr<Policy> made = choice.declaration->make(choice.arguments);
    const auto account = dynamic_cast<const AdmissionPolicy&>(*made).account();
    if (!account) {
      return;
    }
    const std::uint32_t left = account->concurrency - promised;
    if (client_draw_.below(3) == 0) {
      traits.reserved_concurrency = std::min(left, client_draw_.below(4));
    }
    traits.provisioned = std::min({traits.provisioned, left, traits.reserved_concurrency.value_or(left)});
    promised += traits.reserved_concurrency.value_or(traits.provisioned);
  }

  /// Adds clients to some of the functions, in every third scenario.
  void clients(World& world) {
    if (client_draw_.below(3) != 0 || !has_clients_) {
      return;
    }
    for (std::uint32_t i = 1 + client_draw_.below(3); i > 0; --i) {
      const FunctionId function{client_draw_.below(static_cast<std::uint32_t>(world.table.size()))};
      const auto ten = [this](std::uint32_t n) {
        const Duration whole_tens = ms(10 * static_cast<std::int64_t>(1 + client_draw_.below(n)));
        return instants_ == Instants::shared ? whole_tens
                                             : whole_tens + ns(1 + client_draw_.below(9'999'999));
      };
      const sim::Distribution think = client_draw_.below(2) == 0 && instants_ == Instants::shared
                                          ? takes(ten(30))
                                          : sim::Distribution::exponential(1e8).clamped(1, 1e9);
      ClientGroup& group =
          world.loop(function, 1 + client_draw_.below(6), think, takes(ten(20)), at_ms(1'500));
      group.ramp_up = ten(50);
    }
  }

  BandwidthParameters bandwidth() {
    BandwidthParameters parameters;
    parameters.vm_rate = 1'000'000 + work_draw_.below(100'000'000);
    parameters.rate_per_vcpu = work_draw_.below(2) == 0 ? 0 : 1'000'000 + work_draw_.below(200'000'000);
    parameters.instance_rate = work_draw_.below(2) == 0 ? 0 : 1'000'000 + work_draw_.below(50'000'000);
    if (parameters.instance_rate > 0 && work_draw_.below(2) == 0) {
      parameters.burst_size = 1 + work_draw_.below(2'000'000);
      parameters.burst_rate = work_draw_.below(2) == 0 ? 0 : 1'000'000 + work_draw_.below(90'000'000);
    }
    parameters.host_rate = work_draw_.below(2) == 0 ? 0 : 1'000'000 + work_draw_.below(100'000'000);
    return parameters;
  }

  /// Up to 20 vCPU-ms and up to 1 MB each of disk and network work; each kind is absent in half of the mixes.
  WorkMix work_mix() {
    WorkMix mix;
    mix.cpu = work_draw_.below(2) == 0 ? Duration{} : Duration{1 + work_draw_.below(20'000'000)};
    mix.disk = work_draw_.below(2) == 0 ? 0 : 1 + work_draw_.below(1'000'000);
    mix.network = work_draw_.below(2) == 0 ? 0 : 1 + work_draw_.below(1'000'000);
    mix.parallelism = work_draw_.below(2) == 0 ? kUnlimited : 1;
    return mix;
  }

  std::uint32_t seed_;
  Instants instants_;
  CpuWork cpu_work_;
  Trouble trouble_;
  ClientsWait clients_wait_;
  PolicyFamily policy_family_;
  bool has_clients_ = true;  ///< whether functions may have clients
  sim::Draw draw_;
  sim::Draw client_draw_;
  sim::Draw keep_alive_draw_;
  sim::Draw cpu_draw_;
  sim::Draw trouble_draw_;
  sim::Draw wait_draw_;
  sim::Draw work_draw_;
};

}  // namespace support
