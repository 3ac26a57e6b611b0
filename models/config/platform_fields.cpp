#include "models/config/platform_fields.hpp"

#include <memory>
#include <optional>
#include <string_view>

#include "models/config/async_fields.hpp"
#include "models/config/billing_fields.hpp"
#include "models/config/distribution_form.hpp"
#include "models/config/policy_form.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/start_fields.hpp"
#include "models/config/work_fields.hpp"
#include "models/policies/catalogue.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostVcpus = 1'000'000;
constexpr std::uint32_t kMostZones = 1'000;
constexpr std::uint32_t kMostHosts = 1'000'000;  // the rows of all hosts exist from the beginning and use
                                                 // about 100 MB of memory

template <class T>
std::shared_ptr<FieldTable<T>> section() {
  return std::make_shared<FieldTable<T>>(Layers::many);
}

template <class T>
FormPtr<T> as_form(std::shared_ptr<FieldTable<T>> table) {
  return table;
}

FormPtr<FrontendParameters> frontend() {
  using P = FrontendParameters;
  auto table = section<P>();
  table
      ->add("request_latency", &P::request_latency, time_distribution_form(),
            "time from the client to the scheduler")
      .add("response_latency", &P::response_latency, duration_form(), "time of the answer back to the client")
      .add("queue_capacity", &P::queue_capacity, limit_form(0),
           "largest number of a tenant's invocations that wait for admission; further invocations are "
           "throttled")
      .add("max_wait", &P::max_wait, duration_form(Duration{}, {"forever"}),
           "longest wait for admission or for an instance; an invocation that waits longer expires")
      .add("client_timeout", &P::client_timeout, duration_form(Duration{1}, {"never"}),
           "longest time from a client's request to its answer; after this time the client gives up and its "
           "invocation counts as abandoned, but the attempt continues and is charged");
  return table;
}

FormPtr<SchedulerParameters> scheduler() {
  using P = SchedulerParameters;
  auto table = section<P>();
  table
      ->add("binding", &P::binding,
            choice_form<Binding>({{"early", Binding::early}, {"late", Binding::late}}),
            "early: an attempt waits for the instance that was started for it; late: an attempt runs on the "
            "first instance that becomes free")
      .add("no_room", &P::no_room, choice_form<NoRoom>({{"wait", NoRoom::wait}, {"refuse", NoRoom::refuse}}),
           "what happens to an attempt if no VM and no host has room for a new instance")
      .add("evict_idle", &P::evict_idle, flag_form(),
           "whether idle instances are evicted to make room, in the order of the keep-alive policy")
      .add("queue_capacity", &P::queue_capacity, limit_form(0),
           "largest number of attempts that wait for one function; further attempts are throttled")
      .add_unless_default("requests_per_instance", &P::requests_per_instance, count_form(1, kUnlimited - 1),
                          "requests that one instance takes at once, for functions that do not set "
                          "requests_per_instance themselves")
      .add_unless_default("isolated_per_1000", &P::isolated_per_1000, limit_form(1),
                          "largest number of instances, busy or idle, of a function with isolate: end-tenant "
                          "for each 1000 of its concurrency; a request that needs one more is throttled");
  return table;
}

FormPtr<HostParameters> hosts() {
  using P = HostParameters;
  auto table = section<P>();
  table->add("count", &P::count, limit_form(1, kMostHosts), "number of hosts")
      .add("vcpus", &P::vcpus, count_form(1, kMostVcpus), "virtual CPUs of a host", Need::required)
      .add("memory", &P::memory, memory_form(1), "memory of a host", Need::required);
  return table;
}

FormPtr<VmParameters> vms() {
  using P = VmParameters;
  auto table = section<P>();
  table->add("vcpus", &P::vcpus, count_form(1, kMostVcpus), "virtual CPUs of a VM", Need::required)
      .add("memory", &P::memory, memory_form(1), "memory of a VM, taken from its host", Need::required)
      .add("instance_memory", &P::instance_memory, memory_form(1, {"all"}),
           "total memory of the instances in a VM")
      .add("max_instances", &P::max_instances, limit_form(1), "largest number of instances in a VM")
      .add("isolation", &P::isolation,
           choice_form<Isolation>({{"tenant", Isolation::tenant},
                                   {"function", Isolation::function},
                                   {"shared", Isolation::shared},
                                   {"instance", Isolation::instance}}),
           "which property the instances in one VM must share")
      .add("empty_release", &P::empty_release, duration_form(Duration{}, {"never"}),
           "time after which an empty VM is released")
      .add_unless_default("ready_pool", &P::ready_pool, ready_pool_form(),
                          "a pool of VMs that have booted before they are needed");
  return table;
}

FormPtr<TopologyParameters> topology() {
  auto link = std::make_shared<FieldTable<TopologyLink>>();
  link->add("from", &TopologyLink::from, text_form(), "the name of the node at one end", Need::required)
      .add("to", &TopologyLink::to, text_form(), "the name of the node at the other end", Need::required)
      .add("latency", &TopologyLink::latency, duration_form(), "one-way latency", Need::required);
  using P = TopologyParameters;
  auto table = section<P>();
  table->add("frontend", &P::frontend, text_or_none_form(), "the node of the frontend")
      .add("links", &P::links, list_form(as_form(link), "links"),
           "the links between nodes; a node exists if a link has its name")
      .add("racks", &P::racks, list_form(text_form(), "node names"),
           "the nodes of the racks; hosts are assigned to racks in turn")
      .add("host_link", &P::host_link, duration_form(), "one-way latency between a rack and its hosts")
      .add("zones", &P::zones, count_form(1, kMostZones),
           "number of availability zones, to which hosts are assigned in turn; the number of racks must be a "
           "multiple of the number of zones");
  return table;
}

FormPtr<ClusterParameters> cluster() {
  using P = ClusterParameters;
  auto table = section<P>();
  table->add("hosts", &P::hosts, hosts(), "the machines")
      .add("vms", &P::vms, vms(), "the VMs into which instances are packed")
      .add("topology", &P::topology, topology(), "the network between the frontend and the hosts")
      .add("code_cache", &P::code_cache,
           choice_form<CodeCache>({{"none", CodeCache::none}, {"host", CodeCache::host}}),
           "host: a host keeps the code that it has downloaded, so later starts of the function on this host "
           "skip the download");
  return table;
}

FormPtr<LifetimeParameters> lifetimes() {
  using P = LifetimeParameters;
  const auto form = optional_form(time_distribution_form(), {"never", "none"});
  auto table = section<P>();
  table->add("instance", &P::instance, form, "age at which an instance takes no more attempts")
      .add("vm", &P::vm, form, "age at which a VM takes no more instances or attempts");
  return table;
}

FormPtr<FreezeParameters> freeze() {
  using P = FreezeParameters;
  auto table = section<P>();
  table
      ->add("after", &P::after, duration_form(Duration{}, {"never"}),
            "idle time after which the platform freezes an instance")
      .add("thaw", &P::thaw, time_distribution_form(),
           "time to thaw a frozen instance before the execution of its next attempt; it is part of the "
           "latency, but is not billed");
  return table;
}

/// Reports the missing keys of an outage. A key with an invalid value has been reported already, so it does
/// not count as missing.
void check_outage(const Outage& outage, const Node& node, Reader& reader) {
  const auto lacks = [&node](std::string_view key, std::string_view word) {
    const Node* const value = node.find(key);
    return value == nullptr || value->text == word;
  };
  if (outage.host && outage.zone) {
    reader.error(node.place, "an outage affects either a host or a zone; remove one of the two keys");
  }
  if (lacks("host", "none") && lacks("zone", "none")) {
    reader.error(node.place, "an outage needs a host or a zone; write host: 0 or zone: 0");
  }
  if (lacks("at", "none") && lacks("every", "never")) {
    reader.error(node.place, "an outage needs a time; write at: 10min or every: 1h");
  }
  if (outage.every && node.find("repair") != nullptr && lacks("repair", "never")) {
    reader.error(node.place,
                 "an outage that is never repaired cannot begin again; set repair to a time, or write 'at' "
                 "instead of 'every'");
  }
  if (outage.every && outage.every->is_constant() && outage.every->first_parameter() < 1) {
    reader.error(node.place, "an outage every '0s' would repeat forever at one instant; type at least 1ns");
  }
}

FormPtr<Outage> outage() {
  using O = Outage;
  const auto number = [](std::uint32_t most) { return optional_form(count_form(0, most), {"none"}); };
  auto table = std::make_shared<FieldTable<O>>();
  table
      ->add("at", &O::at, optional_form(duration_form(), {"none"}),
            "when the outage begins for the first time")
      .add("every", &O::every, optional_form(time_distribution_form(), {"never"}),
           "time from the beginning of an outage to the beginning of the next; without `at`, also the time "
           "of the first outage")
      .add("host", &O::host, number(kMostHosts - 1), "the number of the lost host, from 0")
      .add("zone", &O::zone, number(kMostZones - 1),
           "the number of the zone (cluster.topology.zones) whose hosts are lost, from 0; host h is in zone "
           "h modulo the number of zones")
      .add("repair", &O::repair, optional_form(time_distribution_form(), {"never"}),
           "time from the beginning of the outage until the hosts are up again, without VMs", Need::required)
      .check(check_outage);
  return table;
}

FormPtr<FaultParameters> faults() {
  auto crash = std::make_shared<FieldTable<VmCrash>>();
  crash->add("at", &VmCrash::at, duration_form(), "time of the crash", Need::required)
      .add("vm", &VmCrash::vm, count_form(0, kUnlimited - 1), "the VM's number in order of creation, from 0",
           Need::required);
  using P = FaultParameters;
  auto table = section<P>();
  table
      ->add("outages", &P::outages, list_form(outage(), "outages"),
            "outages of hosts or zones; the VMs and instances on these hosts are lost, and the hosts take no "
            "VM until they are repaired")
      .add("vm_crashes", &P::vm_crashes, list_form(as_form(crash), "crashes"),
           "crashes of VMs at given times; a VM's instances are lost in the reverse order of their creation")
      .add("vm_time_to_crash", &P::vm_time_to_crash,
           optional_form(time_distribution_form(), {"never", "none"}), "age at which a VM crashes")
      .add("retry_backoff", &P::retry_backoff, time_distribution_form(),
           "time from a crash to the arrival of the retry");
  return table;
}

FormPtr<UpdateParameters> update() {
  using U = UpdateParameters;
  auto table = std::make_shared<FieldTable<U>>();
  table->add("function", &U::function, text_form(), "the name of the function", Need::required)
      .add("tenant", &U::tenant, text_or_none_form(),
           "the tenant of the function; none: the functions of this name of all tenants")
      .add("at", &U::at, duration_form(), "time of the update", Need::required)
      .add("consistent_after", &U::consistent_after, time_distribution_form(),
           "time from the update until an instance is consistent, drawn for each instance: an instance that "
           "is created before this time has the old code, and takes no more attempts after this time");
  return table;
}

FormPtr<PolicyChoices> policies() {
  using P = PolicyChoices;
  auto table = section<P>();
  const auto add = [&table](const char* name, PolicyChoice P::*member, Seam seam) {
    table->add(name, member, policy_form(seam), std::string(seam_listing(seam).decides));
  };
  add("admission", &P::admission, Seam::admission);
  add("queueing", &P::queueing, Seam::queueing);
  add("routing", &P::routing, Seam::routing);
  add("scaling", &P::scaling, Seam::scaling);
  add("placement", &P::placement, Seam::placement);
  table->add("host_placement", &P::host_placement, policy_form(Seam::placement),
             "which host takes a VM; default: the policy of placement, or first-fit if the policy of "
             "placement uses the functions or tenants of instances");
  add("keep_alive", &P::keep_alive, Seam::keep_alive);
  add("pre_warm", &P::pre_warm, Seam::pre_warm);
  return table;
}

}  // namespace

std::shared_ptr<const FieldTable<PlatformParameters>> platform_fields() {
  static const auto fields = [] {
    using P = PlatformParameters;
    auto table = section<P>();
    table->add("frontend", &P::frontend, frontend(), "the API gateway")
        .add("scheduler", &P::scheduler, scheduler(),
             "the scheduler, which finds or starts an instance for each attempt")
        .add("cluster", &P::cluster, cluster(), "hosts, VMs and the network")
        .add("cold_start", &P::cold_start, cold_start_form(), "the stages of a cold start, in order of time")
        .add("cpu", &P::cpu, cpu_form(), "how instances share the vCPUs of their VM")
        .add("disk", &P::disk, bandwidth_form("disk"), "how instances share the disk of their VM")
        .add("network", &P::network, bandwidth_form("network"), "how instances share the network of their VM")
        .add("lifetimes", &P::lifetimes, lifetimes(), "the maximum lifetimes of instances and VMs")
        .add_unless_default("freeze", &P::freeze, freeze(),
                            "how the platform freezes idle instances between attempts")
        .add("billing", &P::billing, billing_form(), "prices, and the rules of what is charged")
        .add("faults", &P::faults, faults(), "crashes and outages")
        .add("async", &P::async, async_form(),
             "asynchronous invocations: which attempts are retried, and for how long")
        .add_unless_default("updates", &P::updates, list_form(update(), "updates"),
                            "updates of functions, after which old code may run for some time")
        .add("policies", &P::policies, policies(), "the policies, one for each decision of the platform");
    return table;
  }();
  return fields;
}

PlatformParameters neutral_platform() {
  PlatformParameters platform;
  const auto first = [](Seam seam) { return default_choice(*seam_listing(seam).policies.front()); };
  platform.policies = {first(Seam::admission),  first(Seam::queueing),  first(Seam::routing),
                       first(Seam::scaling),    first(Seam::placement), first(Seam::placement),
                       first(Seam::keep_alive), first(Seam::pre_warm)};
  return platform;
}

PolicyChoice default_host_placement(const PolicyChoice& placement) {
  const std::optional<Needs> needs = needs_of(placement);
  const bool is_of_instances =
      needs && (needs->bin_contents || needs->bin_load || needs->bin_demand || needs->names);
  return is_of_instances && !needs->hosts_alike ? default_choice(*find_policy(Seam::placement, "first-fit"))
                                                : placement;
}

}  // namespace curtain::config
