// The request tables that Huawei published with "Serverless Cold Starts and Where to Find Them" (Joosen et
// al., EuroSys 2025): one row per request, with separate files for each region. Columns and their meanings
// are from sir-lab/data-release, README_data_release_2025.md, "Huawei Public request tables":
// - A function is a funcName of a userID in a pool, and its name is funcName---userID---poolName, as in the
//   README. The user is the tenant. The pool is the part of podID before the number. The last part of the
//   pool is the memory limit of its pods in MB ("pool22-300-128": 300 millicores, 128 MB).
// - The execution of a request takes totalCost_worker, which is its time in the pod.
// - The README does not state what the time columns mean. Here they are read as ends. In the README's
//   example, the time of the worker is 1 ms before the time of the frontend, while the duration at the
//   frontend (26.4 ms) includes the duration at the worker (23.7 ms). If the times were starts, the worker
//   would begin before it gets the request. Therefore a request arrives at the frontend at time_frontend -
//   totalCost_frontend. If the frontend has no log entry for the request, it arrives at the worker at
//   time_worker - totalCost_worker.
#include <fmt/format.h>

#include "models/workload/memory_size.hpp"
#include "models/workload/reordered_source.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

CsvLayout huawei_layout(const Huawei2025TraceSpec& spec) {
  return {spec.paths,
          {{"funcName", CsvUse::function},
           {"userID", CsvUse::tenant},
           {"podID", CsvUse::instance},
           {"time_worker", CsvUse::arrival},
           {"totalCost_worker", CsvUse::duration},
           {"time_frontend", CsvUse::outer_end},
           {"totalCost_frontend", CsvUse::outer_duration}},
          1'000'000'000};
}

class Huawei2025Trace : public ReorderedSource {
 public:
  Huawei2025Trace(const Huawei2025TraceSpec& spec, const SourceContext& context, FunctionTable& table)
      : ReorderedSource(huawei_layout(spec), {spec.reorder, spec.origin_first_arrival, spec.traits}, context,
                        table),
        prefix_(spec.region.empty() ? "" : spec.region + "/"),
        stamps_are_ends_(spec.stamps_are_ends) {}

 private:
  Call call_of(const CsvRow& row) override {
    Call call;
    const bool has_frontend = row.outer_end >= 0 && row.outer_duration >= 0;
    call.told = has_frontend ? row.outer_end : row.arrival;
    call.told_by = has_frontend ? CsvUse::outer_end : CsvUse::arrival;
    call.arrival = call.told;
    if (stamps_are_ends_) {
      call.arrival -= has_frontend ? row.outer_duration : row.duration;
    }
    call.duration = row.duration;
    call.function = function_of(row);
    return call;
  }

  std::uint32_t function_of(const CsvRow& row) {
    const std::string_view pool =
        row.instance.substr(0, std::min(row.instance.rfind('-'), row.instance.size()));
    name_.assign(row.function).append("---").append(row.tenant).append("---").append(pool);
    const auto [number, is_new] = number_of(row.tenant, name_);
    if (is_new) {
      require_name(CsvUse::function, row.function);
      require_name(CsvUse::tenant, row.tenant);
      add(prefix_ + std::string(row.tenant), name_, memory_of(pool));
    }
    return number;
  }

  /// The memory size of a pool, which is the last part of its name.
  Mebibytes memory_of(std::string_view pool) {
    const std::string_view digits = pool.substr(std::min(pool.rfind('-'), pool.size() - 1) + 1);
    Mebibytes memory = 0;
    for (const char digit : digits) {
      const bool is_digit = digit >= '0' && digit <= '9';
      memory = is_digit ? memory * 10 + static_cast<Mebibytes>(digit - '0') : kLargestMemory + 1;
      if (memory > kLargestMemory) {
        break;
      }
    }
    if (pool.find('-') == std::string_view::npos || memory == 0 || memory > kLargestMemory) {
      fail(CsvUse::instance,
           "contains no pool with a memory size; expected a name such as pool22-300-128-0000618412 (300 "
           "millicores, 128 MB)");
    }
    return memory;
  }

  std::string prefix_;
  bool stamps_are_ends_;
  std::string name_;  // name of the function in the current row, which is kept so that a known name allocates
                      // nothing
};

}  // namespace

std::unique_ptr<ArrivalSource> open_huawei_2025_trace(const Huawei2025TraceSpec& spec,
                                                      const SourceContext& context, FunctionTable& table) {
  return std::make_unique<Huawei2025Trace>(spec, context, table);
}

}  // namespace curtain
