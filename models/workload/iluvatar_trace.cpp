// A trace in two files for the load generator of Iluvatar (Fuerst et al., HPDC 2023). The format is that of
// COS-IN/iluvatar-faas, src/Ilúvatar/iluvatar_load_gen/src/trace/mod.rs:
// - metadata: func_name, cold_dur_ms, warm_dur_ms, mem_mb, and other columns that are ignored here. In the
//   first versions, a column function_id numbers the functions.
// - invocations: func_name, or in the first versions function_id, and invoke_time_ms since the start. The
//   duration of a call is the time of a warm run. A cold run includes the start-up, so the additional time of
//   a cold run is the function's init. (FaasCache, Fuerst and Sharma, ASPLOS 2021, also uses this difference
//   as the cost of initialisation: aFuerst/faascache-sim, LambdaData.py.)
#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "models/workload/csv_rows.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/name_index.hpp"
#include "models/workload/row_order.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;  // in ns

/// The column of the invocations that identifies the function.
std::string key_column(const IluvatarTraceSpec& spec) {
  if (spec.paths.empty()) {
    throw std::invalid_argument("a trace has no path; set path");
  }
  LineReader reader(spec.paths.front());
  const CsvHeader header(reader);
  const bool is_numbered = !header.find("func_name") && header.find("function_id");
  return is_numbered ? "function_id" : "func_name";
}

struct Function {
  FunctionId id;
  Duration duration;
};

/// The functions of a metadata file, numbered in the order of the file. `name` is the name of a function in
/// the file of invocations.
class Functions {
 public:
  Functions(const IluvatarTraceSpec& spec, const std::string& key, FunctionTable& table)
      : spec_(spec), table_(table), reader_(spec.metadata), header_(reader_) {
    const std::size_t key_at = header_.require(reader_, key);
    const std::size_t name_at = header_.require(reader_, "func_name");
    const std::size_t cold_at = header_.require(reader_, "cold_dur_ms");
    const std::size_t warm_at = header_.require(reader_, "warm_dur_ms");
    const std::size_t memory_at = header_.require(reader_, "mem_mb");
    const TenantId tenant = table.tenant(spec.tenant);
    std::vector<std::uint64_t> lines;
    for (std::string_view line; reader_.next(line);) {
      fields_ = &splitter_.split(reader_, line);
      header_.require_whole(reader_, *fields_);
      const auto [number, is_new] = names_.number("", name_at_column(key_at));
      if (!is_new) {
        fail(key_at, fmt::format("already has a row on line {}; only one row per function is allowed",
                                 lines[number]));
      }
      lines.push_back(reader_.line_number());
      const Duration warm = time(warm_at);
      const FunctionId id = add(tenant, name_at, memory(memory_at), init(cold_at, warm));
      functions_.push_back({id, warm});
      told_.emplace_back(name_at_column(key_at));
    }
    if (functions_.empty()) {
      reader_.fail_at(1, 1, "there are no functions; expected at least one row");
    }
  }

  /// The function with this name, or nullptr.
  const Function* find(std::string_view name) {
    const std::uint32_t number = names_.number("", name).first;
    return number < functions_.size() ? &functions_[number] : nullptr;
  }
  [[nodiscard]] std::string nearest(std::string_view name) const { return did_you_mean_one_of(told_, name); }

 private:
  [[noreturn]] void fail(std::size_t column, const std::string& what) const {
    const CsvField& field = (*fields_)[column];
    reader_.fail(field.column, fmt::format("{} {} {}", header_.name(column), in_quotes(field.text), what));
  }
  [[nodiscard]] std::string_view name_at_column(std::size_t column) const {
    const std::string_view name = trimmed((*fields_)[column].text);
    if (name.empty()) {
      reader_.fail((*fields_)[column].column,
                   fmt::format("{} is empty; expected a name", header_.name(column)));
    }
    return name;
  }
  [[nodiscard]] std::int64_t number(std::size_t column, const DecimalReader& decimals, std::int64_t most,
                                    const char* needed) const {
    std::int64_t units = 0;
    const auto outcome = decimals.read(trimmed((*fields_)[column].text), units);
    if (outcome != DecimalReader::Outcome::ok || units > most) {
      fail(column, fmt::format("is not possible; expected {}", needed));
    }
    return units;
  }
  [[nodiscard]] Duration time(std::size_t column) const {
    return Duration{number(column, DecimalReader(kMillisecond), DecimalReader::kLargest,
                           "a number of milliseconds from 0 to 146 years")};
  }
  [[nodiscard]] Mebibytes memory(std::size_t column) const {
    const char* const needed = "a number of MiB above 0 and up to 16777216";
    const std::int64_t units = number(column, DecimalReader(CsvRows::kMemoryUnits),
                                      std::int64_t{kLargestMemory} * CsvRows::kMemoryUnits, needed);
    if (units == 0) {
      fail(column, fmt::format("is not possible; expected {}", needed));
    }
    return static_cast<Mebibytes>((units + CsvRows::kMemoryUnits - 1) / CsvRows::kMemoryUnits);
  }
  /// The additional time of a cold run, which is its time minus the time of a warm run. Absent unless the
  /// specification requests it.
  [[nodiscard]] std::optional<sim::Distribution> init(std::size_t column, Duration warm) const {
    const Duration cold = time(column);
    if (!spec_.cold_time_is_init) {
      return spec_.traits.init;
    }
    if (cold < warm) {
      fail(column, fmt::format("is less than the warm run of {}, but a cold run must include the start-up; "
                               "correct the file, or set `cold_time: ignore`",
                               in_seconds(warm.ns())));
    }
    return sim::Distribution::constant(static_cast<double>((cold - warm).ns()));
  }
  [[nodiscard]] FunctionId add(TenantId tenant, std::size_t name_column, Mebibytes memory,
                               std::optional<sim::Distribution> init) const {
    FunctionTraits traits = spec_.traits;
    traits.init = std::move(init);
    try {
      return table_.function(tenant, name_at_column(name_column), memory, traits);
    } catch (const std::invalid_argument& contradiction) {
      fail(name_column, fmt::format("contradicts an earlier description: {}", contradiction.what()));
    }
  }

  IluvatarTraceSpec spec_;
  FunctionTable& table_;
  LineReader reader_;
  CsvHeader header_;
  CsvSplitter splitter_;
  const std::vector<CsvField>* fields_ = nullptr;
  NameIndex names_;
  std::vector<Function> functions_;  // indexed by the number in names_
  std::vector<std::string> told_;    // names of the functions, for messages
};

class IluvatarTrace : public ArrivalSource {
 public:
  IluvatarTrace(const IluvatarTraceSpec& spec, const std::string& key, const SourceContext& context,
                FunctionTable& table)
      : metadata_(spec.metadata),
        functions_(spec, key, table),
        rows_(CsvLayout{
            spec.paths, {{key, CsvUse::function}, {"invoke_time_ms", CsvUse::arrival}}, kMillisecond}),
        order_(rows_, spec.origin_first_row),
        cut_(context.duration.value_or(Time::never())) {}

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t done = 0;
    while (done < out.size() && !finished_) {
      if (!rows_.next(row_)) {
        finished_ = true;
        break;
      }
      const Time time = order_.time_of(row_.arrival);
      if (time >= cut_) {
        finished_ = true;
        break;
      }
      const Function* const function = functions_.find(row_.function);
      if (function == nullptr) [[unlikely]] {
        rows_.fail(CsvUse::function, fmt::format("is {}, which has no row in {}{}", in_quotes(row_.function),
                                                 metadata_, functions_.nearest(row_.function)));
      }
      out[done++] = Arrival{time, function->duration, function->id};
    }
    return done;
  }

 private:
  std::string metadata_;
  Functions functions_;
  CsvRows rows_;
  RowOrder order_;
  CsvRow row_;
  Time cut_;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_iluvatar_trace(const IluvatarTraceSpec& spec,
                                                   const SourceContext& context, FunctionTable& table) {
  return std::make_unique<IluvatarTrace>(spec, key_column(spec), context, table);
}

}  // namespace curtain
