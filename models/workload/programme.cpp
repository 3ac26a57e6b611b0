#include "models/workload/programme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/workload/memory_size.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// A source without arrivals, which holds one programme.
class ProgrammeSource final : public ArrivalSource {
 public:
  explicit ProgrammeSource(std::shared_ptr<const Programme> programme) : programme_(std::move(programme)) {}

  std::size_t fill(std::span<Arrival>) override { return 0; }
  [[nodiscard]] std::vector<std::shared_ptr<const Programme>> programmes() const override {
    return {programme_};
  }

 private:
  std::shared_ptr<const Programme> programme_;
};

/// The name of a function: "f" for a group of one function, "f-3" for a function of a larger group, and
/// "f/2-3" in the second round of a `repeat`.
std::string name_of_function(const DeployStep& step, std::uint64_t round, std::uint32_t k) {
  const std::string group =
      step.rounds == 1 ? step.functions : fmt::format("{}/{}", step.functions, round + 1);
  return step.count == 1 ? group : fmt::format("{}-{}", group, k + 1);
}

/// The drawn size, rounded down to a multiple of the step, but at least one step.
Mebibytes in_steps(double mebibytes, Mebibytes step) {
  if (step <= 1) {
    return whole_mebibytes(mebibytes);
  }
  const double steps = std::max(1.0, sim::floor(mebibytes / step));
  return whole_mebibytes(steps * step);
}

}  // namespace

const char* observation_unit(Observed observed) {
  switch (observed) {
    case Observed::latency:
    case Observed::start_up:
    case Observed::execution:
    case Observed::vm_uptime:
    case Observed::lifetime:
      return "s";
    case Observed::disk_rate:
      return "MB/s";
    case Observed::network_rate:
      return "Mbit/s";
    case Observed::memory:
    case Observed::vm_memory:
      return "MiB";
    default:
      return "";
  }
}

std::uint64_t functions_of(const Programme& programme) {
  std::uint64_t all = 0;
  for_each_step(programme.steps, [&all](const ProgrammeStep& step, std::uint64_t rounds) {
    if (const auto* const deploy = std::get_if<DeployStep>(&step.action)) {
      all += std::min(rounds, kMostProgrammeRounds) * deploy->count;
    }
  });
  return all;
}

std::vector<std::string> record_names(std::span<const Programme> programmes) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (const Programme& programme : programmes) {
    for_each_step(programme.steps, [&add](const ProgrammeStep& step, std::uint64_t) {
      if (const auto* const record = std::get_if<RecordStep>(&step.action)) {
        add(record->name);
      } else if (const auto* const search = std::get_if<SearchStep>(&step.action)) {
        add(search->record);
      }
    });
  }
  return names;
}

std::unique_ptr<ArrivalSource> open_programme(const Programme& programme, std::uint64_t seed,
                                              std::uint32_t replication, std::uint32_t number,
                                              FunctionTable& table) {
  if (functions_of(programme) > kMostProgrammeFunctions) {
    throw std::invalid_argument(fmt::format("programme '{}' creates {} functions; at most {} are allowed",
                                            programme.name, functions_of(programme),
                                            kMostProgrammeFunctions));
  }
  const auto key = [&](Purpose purpose) {
    return sim::DrawKey(seed, replication, purpose_of_source(purpose, number));
  };
  const sim::DrawKey memory_key = key(Purpose::programme_memory);
  auto opened = std::make_shared<Programme>(programme);
  opened->execution_key = key(Purpose::programme_execution);
  const TenantId tenant = table.tenant(programme.tenant);
  std::uint32_t created = 0;
  for_each_step(opened->steps, [&](ProgrammeStep& step, std::uint64_t rounds) {
    auto* const deploy = std::get_if<DeployStep>(&step.action);
    if (deploy == nullptr) {
      return;
    }
    deploy->rounds = rounds;
    deploy->first = static_cast<std::uint32_t>(table.size());
    for (std::uint64_t round = 0; round < rounds; ++round) {
      for (std::uint32_t k = 0; k < deploy->count; ++k) {
        const Mebibytes memory =
            in_steps(deploy->memory.sample(memory_key, created++, 0), deploy->memory_step);
        const std::size_t next = table.size();
        const FunctionId added =
            table.function(tenant, name_of_function(*deploy, round, k), memory, deploy->traits);
        if (added.index() != next) {
          throw std::invalid_argument(fmt::format(
              "programme '{}' creates the function '{}', but tenant '{}' has a function of this name; give "
              "the functions of the step another name, or the programme another tenant",
              programme.name, table[added].name, programme.tenant));
        }
      }
    }
  });
  return std::make_unique<ProgrammeSource>(std::move(opened));
}

}  // namespace curtain
