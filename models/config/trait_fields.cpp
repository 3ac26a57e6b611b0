#include "models/config/trait_fields.hpp"

#include <stdexcept>

#include "models/config/distribution_form.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/work_fields.hpp"
#include "models/workload/cron.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostRetries = 200;  // the number of an attempt is stored in one byte
constexpr std::uint32_t kHighestPriority = 1'000'000;
constexpr std::uint32_t kMostReserved = 1'000'000;
constexpr std::uint32_t kMostProvisionedEach = 1'000'000;
constexpr std::uint32_t kMostEndTenants = 1'000'000'000;

/// Reports an invalid cron expression in a scheduled change of provisioned concurrency.
void check_times(const ProvisionedLevel& change, const Node& node, Reader& reader) {
  const Node* const at = node.find("at");
  if (at == nullptr || change.at.empty()) {
    return;  // a missing key has been reported already
  }
  try {
    const CronSchedule times(change.at);
  } catch (const std::invalid_argument& error) {
    const Reader::Step step(reader, "at");
    reader.error(at->place, error.what());
  }
}

FormPtr<ProvisionedLevel> provisioned_level_form() {
  using L = ProvisionedLevel;
  auto table = std::make_shared<FieldTable<L>>();
  table
      ->add("at", &L::at, text_form(),
            "cron expression for the times of the change: minute, hour, day of month, month, day of week in "
            "UTC",
            Need::required)
      .add("level", &L::level, count_form(0, kMostProvisionedEach),
           "provisioned concurrency from these times on", Need::required)
      .check(check_times);
  return table;
}

}  // namespace

std::shared_ptr<const FieldTable<FunctionTraits>> trait_fields() {
  using T = FunctionTraits;
  auto table = std::make_shared<FieldTable<T>>();
  table
      ->add("timeout", &T::timeout, duration_form(Duration{1}, {"never", "forever"}),
            "an execution that is longer than this time is cut off")
      .add("requests_per_instance", &T::requests_per_instance, count_form(1, kUnlimited - 1),
           "number of requests that one instance serves at the same time")
      .add("max_instances", &T::max_instances, limit_form(1),
           "largest number of live instances of the function")
      .add("concurrency_limit", &T::concurrency_limit, limit_form(0),
           "largest number of the function's invocations in flight; unlike reserved_concurrency, the limit "
           "sets no concurrency aside")
      .add("reserved_concurrency", &T::reserved_concurrency,
           optional_form(count_form(0, kMostReserved), {"none"}),
           "part of the account's concurrency that is set aside for the function; no other function can use "
           "it, and the function cannot exceed it")
      .add("provisioned", &T::provisioned, count_form(0, kMostProvisionedEach),
           "instances that the provisioned pre-warm policy keeps ready")
      .add_unless_default("provisioned_max", &T::provisioned_max, count_form(0, kMostProvisionedEach),
                          "largest number of instances to which the pre-warm policy target-tracking raises "
                          "`provisioned`")
      .add_unless_default("provisioned_schedule", &T::provisioned_schedule,
                          list_form(provisioned_level_form(), "changes such as {at: '0 8 * * *', level: 50}"),
                          "changes of `provisioned` during the run, for the pre-warm policies "
                          "provisioned-schedule and target-tracking; before the first change, `provisioned` "
                          "applies")
      .add("crash_retries", &T::crash_retries, count_form(0, kMostRetries),
           "number of times that an invocation is retried after its instance was lost in a crash")
      .add("error_rate", &T::error_rate, share_form(),
           "probability that an execution ends in an error of the function; such an execution runs and is "
           "billed like any other")
      .add_unless_default(
          "error_kind", &T::error_kind,
          choice_form<ErrorKind>({{"returned", ErrorKind::returned}, {"crash", ErrorKind::crash}}),
          "returned: an error of the function leaves its instance as it is; crash: the runtime "
          "crashes, so that the next execution in the instance begins with an initialisation")
      .add("priority", &T::priority, count_form(0, kHighestPriority),
           "waiting invocations with a higher number are served first (queueing policy: priority)")
      .add("deadline", &T::deadline, duration_form(Duration{1}, {"never", "forever"}),
           "time from the arrival of a request to its deadline; the queueing policy earliest-deadline serves "
           "the earliest deadline first; no execution is cut off at its deadline")
      .add("sessions", &T::sessions, count_form(0, kUnlimited - 1),
           "number of sessions; each request is assigned to a random session; 0: each request has a session "
           "of its own")
      .add_unless_default(
          "isolate", &T::isolates_end_tenants, choice_form<bool>({{"none", false}, {"end-tenant", true}}),
          "none: an instance serves all requests of its function; end-tenant: an instance serves one end "
          "tenant only, which is a customer of the function's tenant")
      .add_unless_default(
          "end_tenants", &T::end_tenants, count_form(0, kMostEndTenants),
          "number of end tenants that send the requests; 0: requests name no end tenant, unless "
          "the trace has a column of end tenants")
      .add_unless_default("end_tenant_order", &T::end_tenant_order,
                          choice_form<EndTenantOrder>(
                              {{"in-turn", EndTenantOrder::in_turn}, {"random", EndTenantOrder::random}}),
                          "in-turn: request k of the function is sent by end tenant k modulo end_tenants; "
                          "random: each request "
                          "is sent by a random end tenant")
      .add("invoke", &T::invoke, choice_form<Invoke>({{"sync", Invoke::sync}, {"async", Invoke::async}}),
           "sync: a client waits for the answer; async: the platform accepts the event and runs it later, "
           "with the retries of the section async")
      .add("async_retries", &T::async_retries, optional_form(count_form(0, kMostRetries)),
           "retries of an event whose execution failed or timed out; default: one for each of "
           "async.retry_delays")
      .add("async_max_age", &T::async_max_age, optional_form(duration_form(Duration{1})),
           "age at which the platform drops an event; default: async.max_age")
      .add_unless_default(
          "architecture", &T::architecture,
          choice_form<Architecture>({{"x86", Architecture::x86}, {"arm", Architecture::arm}}),
          "the processors on which the function runs, which have separate prices (billing.arm)")
      .add_unless_default("ephemeral_storage", &T::ephemeral_storage, memory_form(0),
                          "local storage of an instance; the part above billing.storage_included is billed")
      .add_unless_default("payload", &T::payload, data_form(),
                          "size of an asynchronous event; a large event is billed as several requests")
      .add("cpu", &T::cpu, share_form(),
           "the share of an execution that is CPU work, at the beginning of the execution; the CPU work "
           "takes longer while the instances in a VM demand more vCPUs than the VM has; the rest of the "
           "execution does not take longer")
      .add_unless_default("work", &T::work, work_mix_form(),
                          "work of each execution on resources that the instances in a VM share")
      .add_unless_default("durations_measured_at", &T::durations_measured_at, measured_at_form(),
                          "conditions under which the durations were measured; default: the conditions of "
                          "this scenario, without contention")
      .add_unless_default("code_size", &T::code_size, data_form(),
                          "size of the code or container image of these functions; starts load it through "
                          "the tiers of cold_start.code_loading")
      .add_unless_default(
          "runtime", &T::runtime, text_or_none_form(),
          "language runtime of these functions, by its name in the platform's cold_start.runtime_start_by")
      .add_unless_default("snapshot", &T::snapshot, flag_form(),
                          "whether instances of these functions start from a snapshot, which takes "
                          "cold_start.snapshot_restore instead of runtime_start and function_init")
      .add_unless_default("background", &T::background, duration_form(),
                          "CPU time in vCPU-seconds of work that the function does after each answer; "
                          "cpu.background of the platform says when this work runs")
      .add("init", &T::init, optional_form(time_distribution_form()),
           "replaces the platform's function_init for these functions");
  return table;
}

}  // namespace curtain::config
