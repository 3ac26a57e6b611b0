#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "models/workload/arrival.hpp"
#include "sim/check.hpp"

#include "models/workload/printable.hpp"

namespace curtain {
namespace {

/// The length as text: "infinite", or a number of seconds.
std::string told(Duration length) {
  return length.is_infinite() ? "infinite" : fmt::format("{} s", length.seconds());
}

std::string told(std::uint32_t limit) {
  return limit == kUnlimited ? "unlimited" : fmt::format("{}", limit);
}

std::string told(std::uint64_t bytes) {
  return fmt::format("{} bytes", bytes);
}

std::string told(double share) {
  return fmt::format("{:.12g} %", 100 * share);  // twelve digits, because 100 * 0.07 is not exactly 7
}

std::string told(const std::optional<std::uint32_t>& reserved) {
  return reserved ? fmt::format("{}", *reserved) : "none";
}

std::string told(ErrorKind kind) {
  return kind == ErrorKind::crash ? "crash" : "returned";
}

std::string told(bool flag) {
  return flag ? "true" : "false";
}

std::string told(const std::string& name) {
  return name.empty() ? "none" : name;
}

std::string told(Invoke invoke) {
  return invoke == Invoke::async ? "async" : "sync";
}

std::string told(EndTenantOrder order) {
  return order == EndTenantOrder::random ? "random" : "in-turn";
}

std::string told(Architecture architecture) {
  return architecture == Architecture::arm ? "arm" : "x86";
}

std::string told(const std::optional<Duration>& age) {
  return age ? told(*age) : "the platform's";
}

std::string told(const std::optional<sim::Distribution>& init) {
  return init ? init->to_string(1e-9) + " s" : "the profile's";
}

std::string told(const std::vector<ProvisionedLevel>& schedule) {
  std::string text;
  for (const ProvisionedLevel& change : schedule) {
    text += fmt::format("{}{} at '{}'", text.empty() ? "" : ", ", change.level, change.at);
  }
  return text.empty() ? "empty" : text;
}

/// The first trait in which `now` differs from `before`, as "its <trait> was <x>, now <y>"; empty if all
/// traits are equal.
std::string difference(const FunctionTraits& before, const FunctionTraits& now) {
  std::string text;
  const auto compare = [&text](const char* what, const auto& old_value, const auto& new_value) {
    if (text.empty() && !(old_value == new_value)) {
      text = fmt::format("its {} was {}, now {}", what, told(old_value), told(new_value));
    }
  };
  compare("timeout", before.timeout, now.timeout);
  compare("requests_per_instance", before.requests_per_instance, now.requests_per_instance);
  compare("max_instances", before.max_instances, now.max_instances);
  compare("concurrency_limit", before.concurrency_limit, now.concurrency_limit);
  compare("reserved_concurrency", before.reserved_concurrency, now.reserved_concurrency);
  compare("provisioned", before.provisioned, now.provisioned);
  compare("provisioned_max", before.provisioned_max, now.provisioned_max);
  compare("provisioned_schedule", before.provisioned_schedule, now.provisioned_schedule);
  compare("crash_retries", before.crash_retries, now.crash_retries);
  compare("error_rate", before.error_rate, now.error_rate);
  compare("error_kind", before.error_kind, now.error_kind);
  compare("priority", before.priority, now.priority);
  compare("deadline", before.deadline, now.deadline);
  compare("sessions", before.sessions, now.sessions);
  compare("isolate", before.isolates_end_tenants, now.isolates_end_tenants);
  compare("end_tenants", before.end_tenants, now.end_tenants);
  compare("end_tenant_order", before.end_tenant_order, now.end_tenant_order);
  compare("invoke", before.invoke, now.invoke);
  compare("async_retries", before.async_retries, now.async_retries);
  compare("async_max_age", before.async_max_age, now.async_max_age);
  compare("architecture", before.architecture, now.architecture);
  compare("ephemeral_storage", before.ephemeral_storage, now.ephemeral_storage);
  compare("payload", before.payload, now.payload);
  compare("cpu", before.cpu, now.cpu);
  compare("durations_measured_at.memory", before.durations_measured_at.memory,
          now.durations_measured_at.memory);
  compare("durations_measured_at.neighbours", before.durations_measured_at.neighbours,
          now.durations_measured_at.neighbours);
  compare("work.cpu", before.work.cpu, now.work.cpu);
  compare("work.disk", before.work.disk, now.work.disk);
  compare("work.network", before.work.network, now.work.network);
  compare("work.parallelism", before.work.parallelism, now.work.parallelism);
  compare("code_size", before.code_size, now.code_size);
  compare("runtime", before.runtime, now.runtime);
  compare("snapshot", before.snapshot, now.snapshot);
  compare("background", before.background, now.background);
  compare("init", before.init, now.init);
  return text;
}

}  // namespace

bool FunctionTraits::operator==(const FunctionTraits& other) const {
  const auto numbers = [](const FunctionTraits& traits) {
    return std::tie(traits.timeout, traits.requests_per_instance, traits.max_instances,
                    traits.concurrency_limit, traits.reserved_concurrency, traits.provisioned,
                    traits.provisioned_max, traits.provisioned_schedule, traits.crash_retries,
                    traits.error_rate, traits.error_kind, traits.priority, traits.deadline, traits.sessions,
                    traits.isolates_end_tenants, traits.end_tenants, traits.end_tenant_order, traits.invoke,
                    traits.async_retries, traits.async_max_age, traits.architecture, traits.ephemeral_storage,
                    traits.payload, traits.cpu, traits.background);
  };
  return numbers(*this) == numbers(other) && code_size == other.code_size && runtime == other.runtime &&
         snapshot == other.snapshot && work == other.work &&
         durations_measured_at == other.durations_measured_at && init == other.init;
}

std::uint32_t FunctionTraits::most_provisioned(bool reads_schedule, bool reads_use) const {
  std::uint32_t most = reads_use ? std::max(provisioned, provisioned_max) : provisioned;
  if (reads_schedule) {
    for (const ProvisionedLevel& change : provisioned_schedule) {
      most = std::max(most, change.level);
    }
  }
  return most;
}

namespace {

/// Throws TraceError for a name that is not printable. This is the last check; readers that know the line
/// report the error earlier.
void require_printable(const char* what, std::string_view name) {
  if (!is_printable(name)) {
    throw TraceError(fmt::format("the name of a {}, '{}', is not UTF-8 text without control characters", what,
                                 printable(name)));
  }
}

}  // namespace

TenantId FunctionTable::tenant(std::string_view name) {
  key_.assign(name);
  const auto [found, added] = tenant_by_name_.try_emplace(key_, TenantId(tenants_.size()));
  if (added) {
    require_printable("tenant", name);
    tenants_.emplace_back(name);
  }
  return found->second;
}

std::uint32_t FunctionTable::end_tenant(std::string_view name) {
  key_.assign(name);
  const auto next = static_cast<std::uint32_t>(end_tenant_by_name_.size() + 1);
  const auto [found, added] = end_tenant_by_name_.try_emplace(key_, next);
  if (added) {
    require_printable("end tenant", name);
  }
  return found->second;
}

FunctionId FunctionTable::function(TenantId tenant, std::string_view name, Mebibytes memory,
                                   const FunctionTraits& traits) {
  SIM_CHECK(tenant.valid() && tenant.index() < tenants_.size());
  const std::uint32_t number = tenant.value();
  key_.assign(reinterpret_cast<const char*>(&number), sizeof number);
  key_ += '\0';
  key_ += name;
  const auto [found, added] = function_by_name_.try_emplace(key_, FunctionId(functions_.size()));
  if (added) {
    require_printable("function", name);
    functions_.push_back({tenant, std::string(name), memory, traits});
    first_entry_.push_back(entry_);
    return found->second;
  }
  if (first_entry_[found->second.index()] != entry_) {
    also_.insert({found->second.value(), entry_});
  }
  const FunctionSpec& before = functions_[found->second.index()];
  std::string text;
  if (before.memory != memory) {
    text = fmt::format("its memory was {} MiB, now {} MiB", before.memory, memory);
  } else {
    text = difference(before.traits, traits);
  }
  if (!text.empty()) {
    throw std::invalid_argument(
        fmt::format("function \"{}\" of tenant \"{}\" is described twice with a difference: {}; all "
                    "descriptions of a function must agree",
                    name, tenants_[tenant.index()], text));
  }
  return found->second;
}

bool FunctionTable::is_of_entry(FunctionId id, std::uint32_t entry) const {
  return first_entry_[id.index()] == entry || also_.count({id.value(), entry}) > 0;
}

bool FunctionTable::is_shared(FunctionId id) const {
  const auto other = also_.lower_bound({id.value(), 0});
  return other != also_.end() && other->first == id.value();
}

}  // namespace curtain
