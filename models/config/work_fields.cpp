#include "models/config/work_fields.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <variant>

#include "models/config/field_table.hpp"
#include "models/config/policy_form.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/workload_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostParallel = 1'000'000;
constexpr std::uint32_t kMostNeighbours = 1'000'000;

/// Collects the errors in the work of the functions of one workload entry, or of one function that a trace
/// names.
class WorkCheck {
 public:
  using Error = std::function<void(const std::string& key, const std::string& message)>;

  WorkCheck(const PlatformParameters& platform, const Error& error) : platform_(platform), error_(error) {}

  /// Checks the traits of a function. `at` is the path of the traits with a dot at its end.
  void check(const FunctionTraits& traits, const std::string& at) {
    const WorkMix& work = traits.work;
    const bool has_cpu = traits.cpu > 0 || work.cpu > Duration{};
    const bool has_background = traits.background > Duration{};
    const std::string cpu_key = at + (traits.cpu > 0          ? "cpu"
                                      : work.cpu > Duration{} ? "work.cpu"
                                                              : "background");
    if ((has_cpu || has_background) && platform_.cpu.memory_per_vcpu == 0) {
      error_(cpu_key,
             "the platform does not state how much memory comes with one vCPU; set cpu.memory_per_vcpu, such "
             "as 1769MiB (AWS Lambda since 2020), or remove the key");
    }
    if (!has_cpu && !has_background && work.parallelism != kUnlimited) {
      error_(at + "work.parallelism",
             "has no effect without CPU work; set work.cpu, such as 80ms, or remove the key");
    }
    if (traits.cpu <= 0 && traits.durations_measured_at != MeasuredAt{}) {
      error_(at + "durations_measured_at",
             "has no effect without CPU work in the duration; set cpu, such as 80%, or remove the key");
    }
    check(work.disk, platform_.disk, at + "work.disk", "disk");
    check(work.network, platform_.network, at + "work.network", "network");
    const PolicyChoice& keep_alive = platform_.policies.keep_alive;
    const std::optional<Needs> needs = needs_of(keep_alive);
    if (traits.shares_resources() && needs && needs->future) {
      error_(traits.cpu > 0 || !work.is_any() ? cpu_key : at + "work",
             fmt::format("policies.keep_alive: {} needs a workload that is known in advance, but executions "
                         "that share resources have durations that are known only at their end; remove the "
                         "key, or choose another policy",
                         keep_alive.declaration->name));
    }
  }

 private:
  void check(std::uint64_t bytes, const BandwidthParameters& bandwidth, const std::string& key,
             const char* what) {
    if (bytes == 0) {
      return;
    }
    if (bandwidth.vm_rate == 0) {
      error_(key, fmt::format("the platform does not state the {0} rate of a VM; set {0}.vm_rate, such as "
                              "58MB/s, or remove the key",
                              what));
    } else if (bandwidth.rate_per_vcpu != 0 && platform_.cpu.memory_per_vcpu == 0) {
      error_(key, fmt::format("{0}.rate_per_vcpu needs the memory size that comes with one vCPU; set "
                              "cpu.memory_per_vcpu, such as 1769MiB, or write {0}.rate_per_vcpu: unlimited",
                              what));
    }
  }

  const PlatformParameters& platform_;
  const Error& error_;
};

}  // namespace

FormPtr<WorkMix> work_mix_form() {
  using W = WorkMix;
  auto table = std::make_shared<FieldTable<W>>();
  table
      ->add("cpu", &W::cpu, duration_form(),
            "CPU time of an execution in vCPU-seconds, in addition to its duration; an instance with half a "
            "vCPU needs twice this time")
      .add("disk", &W::disk, data_form(),
           "data that an execution reads from and writes to the disk of its VM, after its CPU work")
      .add("network", &W::network, data_form(),
           "data that an execution sends and receives over the network of its VM, after its disk work")
      .add("parallelism", &W::parallelism, limit_form(1, kMostParallel),
           "number of vCPUs that the CPU work of one execution can use at once");
  return table;
}

FormPtr<MeasuredAt> measured_at_form() {
  using M = MeasuredAt;
  auto table = std::make_shared<FieldTable<M>>();
  table
      ->add("memory", &M::memory, memory_form(1, {"own"}),
            "memory size of the instances that were measured; the CPU work of a duration (cpu) takes longer "
            "in a "
            "smaller instance; own: the function's own size")
      .add("neighbours", &M::neighbours, count_form(0, kMostNeighbours),
           "number of other instances of this size that were busy with CPU work on the same VM");
  return table;
}

FormPtr<CpuParameters> cpu_form() {
  using P = CpuParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("memory_per_vcpu", &P::memory_per_vcpu, memory_form(1, {"none"}),
            "the memory size at which an instance may use one vCPU of its VM; the CPU cap and weight of an "
            "instance are proportional to its memory size")
      .add_unless_default(
          "background", &P::background,
          choice_form<Background>({{"runs", Background::runs}, {"frozen", Background::frozen}}),
          "CPU work after an answer (background of a function). runs: the work uses the CPU "
          "of its VM while its instance is idle, and is not billed; frozen: the work stops at "
          "the answer, and continues during the next execution on the instance");
  return table;
}

FormPtr<BandwidthParameters> bandwidth_form(const std::string& what) {
  using P = BandwidthParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("vm_rate", &P::vm_rate, data_rate_form("none"),
            "data rate of the " + what + " of a VM, which the instances that use it share equally")
      .add("rate_per_vcpu", &P::rate_per_vcpu, data_rate_form("unlimited"),
           "maximum data rate per vCPU; an instance whose CPU cap is a tenth of a vCPU has at most a tenth "
           "of this rate")
      .add("instance_rate", &P::instance_rate, data_rate_form("unlimited"),
           "largest data rate of one instance")
      .add("burst_size", &P::burst_size, data_form(),
           "size of the token bucket of each instance, which is the data that an instance may transfer above "
           "instance_rate; the bucket is full at first, and instance_rate refills it; 0B: no bucket")
      .add("burst_rate", &P::burst_rate, data_rate_form("unlimited"),
           "largest data rate of an instance while its token bucket is not empty")
      .add("host_rate", &P::host_rate, data_rate_form("unlimited"),
           "data rate of the " + what + " of a host, which the instances in all its VMs share");
  return table;
}

void check_work(const Scenario& scenario,
                const std::function<void(const std::string& key, const std::string& message)>& error) {
  WorkCheck work(scenario.platform, error);
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    const WorkloadSpec& spec = scenario.workload[i];
    const std::string entry = fmt::format("workload[{}].{}.", i, workload_kind(spec));
    work.check(traits_of(spec), entry);
    if (const auto* const trace = std::get_if<CsvTraceSpec>(&spec)) {
      for (std::size_t j = 0; j < trace->functions.size(); ++j) {
        work.check(trace->functions[j].traits, fmt::format("{}functions[{}].", entry, j));
      }
    }
  }
  visit_programme_traits(
      scenario, [&work](const FunctionTraits& traits, const std::string& path) { work.check(traits, path); });
}

}  // namespace curtain::config
