#include "models/config/start_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "models/config/distribution_form.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/workload_fields.hpp"

namespace curtain::config {
namespace {

constexpr double kMostStarts = 1'000'000;
constexpr std::uint32_t kMostPooledVms = 1'000'000;

FormPtr<SharedStage> shared_stage() {
  using S = SharedStage;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("stage", &S::stage,
            choice_form<StartStage>({{"sandbox", StartStage::sandbox},
                                     {"code_download", StartStage::code_download},
                                     {"runtime_start", StartStage::runtime_start},
                                     {"function_init", StartStage::function_init}}),
            "the shared stage", Need::required)
      .add("per", &S::per, choice_form<StageScope>({{"vm", StageScope::vm}, {"host", StageScope::host}}),
           "whether the starts in one VM or the starts on one host share the stage", Need::required)
      .add(
          "capacity", &S::capacity, number_form(1, kMostStarts),
          "number of starts that can be in the stage at full speed; n starts at once take n / capacity times "
          "as long if n exceeds the capacity",
          Need::required);
  return table;
}

FormPtr<RuntimeStart> runtime_start_entry() {
  using R = RuntimeStart;
  auto table = std::make_shared<FieldTable<R>>();
  table
      ->add_unless_default(
          "runtime", &R::runtime, text_or_none_form(),
          "the runtime of the functions to which the entry applies, such as java; none: functions "
          "whose runtime has no entry of its own")
      .add_unless_default("memory", &R::memory, memory_form(1, {"any"}),
                          "the entry applies to functions of at least this memory size; if several entries "
                          "apply to a function, the entry with the largest size is used")
      .add("time", &R::time, time_distribution_form(), "time to start the runtime", Need::required);
  return table;
}

FormPtr<CodeParameters> code_loading() {
  using T = CodeTier;
  auto tier = std::make_shared<FieldTable<T>>();
  tier->add("at", &T::at,
            choice_form<CodePlace>({{"vm", CodePlace::vm},
                                    {"host", CodePlace::host},
                                    {"zone", CodePlace::zone},
                                    {"origin", CodePlace::origin}}),
            "the place of the tier: a cache in each VM, on each host or in each zone, or the origin, which "
            "has all code",
            Need::required)
      .add_unless_default(
          "size", &T::size, data_form(),
          "size of the cache of each VM, host or zone; the least recently used chunks are evicted")
      .add("rate", &T::rate, data_rate_form("none"), "data rate of a download from this tier", Need::required)
      .add_unless_default(
          "latency", &T::latency, duration_form(),
          "time that is added once to each download that the tier serves in whole or in part");
  using P = CodeParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table->add("chunk", &P::chunk, data_form(), "size of a chunk of code")
      .add("needed", &P::needed, share_form(), "share of its code that a start reads")
      .add("shared", &P::shared, share_form(),
           "share of the chunks of a function that all functions have in common")
      .add("tiers", &P::tiers, list_form(std::static_pointer_cast<const Form<CodeTier>>(tier), "tiers"),
           "the places that are searched for a chunk, in the order of the search; the last place is the "
           "origin");
  return table;
}

/// The name of the stage in the section `cold_start`.
std::string stage_name(StartStage stage) {
  return std::string(kStartStageNames[index_of(stage)]);
}

const sim::Distribution& length_of(const ColdStartParameters& starts, StartStage stage) {
  const std::array<const sim::Distribution*, kStartStages> stages = {
      &starts.vm_boot, &starts.sandbox, &starts.code_download, &starts.runtime_start, &starts.function_init};
  return *stages[index_of(stage)];
}

/// Checks that each stage is shared at most once, and that at most one entry of runtime_start_by applies to a
/// function.
void check_section(const ColdStartParameters& starts, const Node& node, Reader& reader) {
  for (std::size_t i = 0; i < starts.runtime_start_by.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const RuntimeStart& one = starts.runtime_start_by[i];
      const RuntimeStart& other = starts.runtime_start_by[j];
      if (one.runtime == other.runtime && one.memory == other.memory) {
        reader.error(node.place,
                     "runtime_start_by has two entries for the same runtime and memory; remove one of "
                     "the entries, or change its runtime or memory");
        return;
      }
    }
  }
  for (std::size_t i = 0; i < starts.shared_stages.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (starts.shared_stages[i].stage == starts.shared_stages[j].stage) {
        reader.error(node.place,
                     fmt::format("shared_stages has two entries for the stage {}; remove one of the entries",
                                 stage_name(starts.shared_stages[i].stage)));
        return;
      }
    }
  }
}

/// Calls `visit(traits, entry)` for the traits of each workload entry and of each named function of a trace.
/// The path of the entry ends in a dot.
template <class Visit>
void visit_traits(const Scenario& scenario, Visit&& visit) {
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    const WorkloadSpec& spec = scenario.workload[i];
    const std::string entry = fmt::format("workload[{}].{}.", i, workload_kind(spec));
    visit(traits_of(spec), entry);
    if (const auto* const trace = std::get_if<CsvTraceSpec>(&spec)) {
      for (std::size_t k = 0; k < trace->functions.size(); ++k) {
        visit(trace->functions[k].traits, fmt::format("{}functions[{}].", entry, k));
      }
    }
  }
  visit_programme_traits(scenario, visit);
}

/// Whether a function sets its own initialisation.
bool has_own_init(const Scenario& scenario) {
  bool has = false;
  visit_traits(scenario, [&has](const FunctionTraits& traits, const std::string&) {
    has = has || traits.init.has_value();
  });
  return has;
}

}  // namespace

FormPtr<ColdStartParameters> cold_start_form() {
  using P = ColdStartParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("vm_boot", &P::vm_boot, time_distribution_form(),
            "time to boot a VM, if the start needs a new VM")
      .add("sandbox", &P::sandbox, time_distribution_form(), "time to start the sandbox")
      .add("code_download", &P::code_download, time_distribution_form(),
           "time to download the function's code")
      .add("runtime_start", &P::runtime_start, time_distribution_form(), "time to start the language runtime")
      .add("function_init", &P::function_init, time_distribution_form(),
           "time for the function's own initialisation")
      .add_unless_default(
          "runtime_start_by", &P::runtime_start_by, list_form(runtime_start_entry(), "entries"),
          "times of runtime_start that depend on the runtime and the memory size of a function")
      .add_unless_default("code_loading", &P::code_loading, code_loading(),
                          "loading of code in chunks through caches, whose time is added to code_download")
      .add_unless_default("snapshot_restore", &P::snapshot_restore,
                          optional_form(time_distribution_form(), {"none"}),
                          "time to restore the snapshot of a function with `snapshot: true`, instead of "
                          "runtime_start and function_init")
      .add_unless_default(
          "shared_stages", &P::shared_stages, list_form(shared_stage(), "stages"),
          "stages in which simultaneous starts slow each other down, because they share a VM or a host")
      .add_unless_default(
          "init_timeout", &P::init_timeout, duration_form(Duration{1}, {"never"}),
          "longest initialisation (runtime_start and function_init) of a start; a longer "
          "initialisation is stopped, and the first execution of the instance repeats it as a "
          "part of the execution; instances of provisioned concurrency have no such limit")
      .add_unless_default("reset_after_timeout", &P::reset_after_timeout, flag_form(),
                          "whether an execution that is cut off at its timeout resets its instance, so that "
                          "the next execution in the instance begins with an initialisation")
      .check(check_section);
  return table;
}

FormPtr<VmPoolParameters> ready_pool_form() {
  using P = VmPoolParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("size", &P::size, count_form(0, kMostPooledVms),
            "number of ready VMs in the full pool; the pool is full at the beginning of the run; 0: no pool")
      .add("hand_over", &P::hand_over, duration_form(),
           "time until a VM that is taken from the pool can be used, instead of cold_start.vm_boot")
      .add("boots_at_once", &P::boots_at_once, limit_form(1),
           "number of VMs that boot for the pool at the same time; each VM that is taken is replaced after a "
           "boot, which takes cold_start.vm_boot");
  return table;
}

namespace {

void check_code(const PlatformParameters& platform, const StartFinding& error) {
  const CodeParameters& code = platform.cold_start.code_loading;
  const std::string path = "cold_start.code_loading.";
  if (code.tiers.empty()) {
    if (code.chunk > 0) {
      error(path + "chunk",
            "there is no tier from which code is loaded; set tiers, such as [{at: origin, rate: 100MB/s}]");
    }
    return;
  }
  if (code.chunk == 0) {
    error(path + "chunk", "the size of a chunk is missing or 0; type a size such as 512KiB");
  }
  if (code.tiers.back().at != CodePlace::origin) {
    error(path + "tiers",
          "the last tier must be the origin, because each chunk must be found; add a tier "
          "{at: origin, rate: 100MB/s}");
  }
  for (std::size_t i = 0; i < code.tiers.size(); ++i) {
    const CodeTier& tier = code.tiers[i];
    const std::string here = fmt::format("{}tiers[{}].", path, i);
    if (i > 0 && tier.at <= code.tiers[i - 1].at) {
      error(here + "at",
            "the tiers must be in the order vm, host, zone, origin, each at most once; change the order");
    }
    if (tier.at == CodePlace::origin ? tier.size > 0 : tier.size < code.chunk) {
      error(here + "size", tier.at == CodePlace::origin
                               ? "the origin has all code and no size; remove the key"
                               : "the cache must hold at least one chunk; type a size of at least one chunk");
    }
    if (tier.rate == 0) {
      error(here + "rate", "a tier needs a data rate; type a rate such as 100MB/s");
    }
  }
  if (platform.cluster.code_cache == CodeCache::host) {
    error("cluster.code_cache",
          "code_loading has caches of its own; set cluster.code_cache: none, or remove "
          "cold_start.code_loading");
  }
}

}  // namespace

void check_starts(const Scenario& scenario, const StartFinding& error) {
  const PlatformParameters& platform = scenario.platform;
  std::vector<std::string> runtimes;
  for (const RuntimeStart& entry : platform.cold_start.runtime_start_by) {
    if (!entry.runtime.empty() &&
        std::find(runtimes.begin(), runtimes.end(), entry.runtime) == runtimes.end()) {
      runtimes.push_back(entry.runtime);
    }
  }
  visit_traits(scenario, [&](const FunctionTraits& traits, const std::string& entry) {
    if (!traits.runtime.empty() &&
        std::find(runtimes.begin(), runtimes.end(), traits.runtime) == runtimes.end()) {
      error(
          entry + "runtime",
          runtimes.empty()
              ? "the platform does not give the time to start this runtime; add an entry such as {runtime: " +
                    traits.runtime + ", time: 200ms} to cold_start.runtime_start_by, or remove the key"
              : fmt::format("the platform gives no time to start the runtime {}; found in "
                            "cold_start.runtime_start_by: {}; type one of these names, or add an entry",
                            quote(traits.runtime), comma_list(runtimes)));
    }
    if (traits.snapshot && !platform.cold_start.snapshot_restore) {
      error(entry + "snapshot",
            "the platform has no snapshots; set cold_start.snapshot_restore, such as 200ms, or "
            "remove the key");
    }
    if (traits.snapshot && traits.provisioned > 0) {
      error(entry + "snapshot",
            "a function with provisioned concurrency cannot start from a snapshot; remove the "
            "key snapshot or the key provisioned");
    }
  });
  check_code(platform, error);
  for (std::size_t i = 0; i < platform.cold_start.shared_stages.size(); ++i) {
    const StartStage stage = platform.cold_start.shared_stages[i].stage;
    if (platform.cluster.code_cache == CodeCache::host && stage <= StartStage::code_download) {
      error(fmt::format("cold_start.shared_stages[{}].stage", i),
            fmt::format("starts cannot share the stage {} if hosts keep code, because a start that waits for "
                        "the download of another start must know when this download ends; set "
                        "cluster.code_cache: none, or share runtime_start or function_init",
                        stage_name(stage)));
    }
  }
}

namespace {

void find_pool_without_effect(const PlatformParameters& platform, const StartFinding& warn) {
  const ColdStartParameters& starts = platform.cold_start;
  const VmPoolParameters& pool = platform.cluster.vms.ready_pool;
  if (pool.size > 0 && starts.vm_boot.is_constant() && starts.vm_boot.first_parameter() <= 0) {
    warn("cluster.vms.ready_pool.size", "has no effect: VMs boot in no time; set cold_start.vm_boot");
  }
  if (pool.size == 0) {
    warn("cluster.vms.ready_pool.hand_over", "has no effect: the pool has no VMs; set size");
    warn("cluster.vms.ready_pool.boots_at_once", "has no effect: the pool has no VMs; set size");
  } else if (pool.boots_at_once != kUnlimited && pool.boots_at_once >= pool.size) {
    warn(
        "cluster.vms.ready_pool.boots_at_once",
        fmt::format("has no effect: at most {} VMs of the pool boot at the same time; type a number below {}",
                    pool.size, pool.size));
  }
}

/// Warns about each runtime in the section that no function has.
void find_unused_runtimes(const Scenario& scenario, const StartFinding& warn) {
  const std::vector<RuntimeStart>& entries = scenario.platform.cold_start.runtime_start_by;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    bool is_used = entries[i].runtime.empty();
    visit_traits(scenario, [&](const FunctionTraits& traits, const std::string&) {
      is_used = is_used || traits.runtime == entries[i].runtime;
    });
    if (!is_used) {
      warn(fmt::format("cold_start.runtime_start_by[{}].runtime", i),
           fmt::format("has no effect: no function has the runtime {}; set runtime: {} in a workload entry",
                       quote(entries[i].runtime), entries[i].runtime));
    }
  }
}

}  // namespace

void find_start_settings_without_effect(const Scenario& scenario, const StartFinding& warn) {
  const PlatformParameters& platform = scenario.platform;
  const ColdStartParameters& starts = platform.cold_start;
  find_pool_without_effect(platform, warn);
  find_unused_runtimes(scenario, warn);
  bool has_snapshots = false;
  bool has_code = false;
  visit_traits(scenario, [&](const FunctionTraits& traits, const std::string&) {
    has_snapshots = has_snapshots || traits.snapshot;
    has_code = has_code || traits.code_size > 0;
  });
  if (!has_code) {
    warn("cold_start.code_loading.tiers",
         "has no effect: no function has a size of its code; set code_size in a workload entry");
  }
  if (!has_snapshots) {
    warn("cold_start.snapshot_restore",
         "has no effect: no function starts from a snapshot; set snapshot: true in a workload entry");
  }
  const bool is_known = starts.runtime_start_by.empty() && starts.runtime_start.is_constant() &&
                        starts.function_init.is_constant();
  if (is_known && !has_own_init(scenario) &&
      starts.runtime_start.first_parameter() + starts.function_init.first_parameter() <=
          static_cast<double>(starts.init_timeout.ns())) {
    warn(
        "cold_start.init_timeout",
        "has no effect: no initialisation (runtime_start and function_init) is longer; type a shorter limit");
  }
  visit_traits(scenario, [&](const FunctionTraits& traits, const std::string& entry) {
    if (traits.error_kind == ErrorKind::crash && traits.error_rate <= 0) {
      warn(entry + "error_kind",
           "has no effect: the function has no errors; set error_rate, or remove the key");
    }
    if (traits.code_size > 0 && starts.code_loading.tiers.empty()) {
      warn(entry + "code_size",
           "has no effect: the platform does not load code in chunks; set "
           "cold_start.code_loading, or remove the key");
    }
    if (traits.snapshot && traits.init) {
      warn(entry + "init",
           "has no effect: the function starts from a snapshot, which contains the result of its "
           "initialisation; remove the key init or the key snapshot");
    }
  });
  for (std::size_t i = 0; i < platform.cold_start.shared_stages.size(); ++i) {
    const SharedStage& shared = platform.cold_start.shared_stages[i];
    const sim::Distribution& length = length_of(platform.cold_start, shared.stage);
    const std::string path = fmt::format("cold_start.shared_stages[{}]", i);
    const bool is_zero = length.is_constant() && length.first_parameter() <= 0;
    const VmParameters& vms = platform.cluster.vms;
    const std::uint32_t most = vms.isolation == Isolation::instance ? 1 : vms.max_instances;
    if (is_zero && !(shared.stage == StartStage::function_init && has_own_init(scenario))) {
      warn(path + ".stage", fmt::format("has no effect: the stage {} takes no time; set cold_start.{}",
                                        stage_name(shared.stage), stage_name(shared.stage)));
    } else if (shared.per == StageScope::vm && static_cast<double>(most) <= shared.capacity) {
      warn(path + ".capacity",
           fmt::format("has no effect: a VM holds at most {}, so all starts in a VM have full speed; type a "
                       "capacity below {}, or per: host",
                       most == 1 ? "1 instance" : fmt::format("{} instances", most), most));
    }
  }
}

}  // namespace curtain::config
