// Traces with one row per invocation. This file interprets the rows and checks them against each other.
#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/csv_rows.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/name_index.hpp"
#include "models/workload/printable.hpp"
#include "models/workload/row_order.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

class CsvTrace : public ArrivalSource {
 public:
  CsvTrace(const CsvTraceSpec& spec, const SourceContext& context, FunctionTable& table)
      : spec_(spec),
        table_(table),
        rows_(spec),
        order_(rows_, spec.origin_first_row),
        cut_(context.duration.value_or(Time::never())) {
    if (rows_.has(CsvUse::end)) {
      length_ = Length::end;
    } else if (rows_.has(CsvUse::duration)) {
      length_ = Length::duration;
    } else if (!spec.duration) {
      throw std::invalid_argument(
          "a csv trace has no column of durations, no column of ends and no constant duration; set one of "
          "the three");
    }
    row_.function = spec_.function;
    row_.tenant = spec_.tenant;
    row_.memory = std::int64_t{spec_.memory} * CsvRows::kMemoryUnits;
  }

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t done = 0;
    while (done < out.size() && !finished_) {
      if (!rows_.next(row_)) {
        finished_ = true;
        require_all_named();
        break;
      }
      const Time time = order_.time_of(row_.arrival);
      if (time >= cut_) {
        finished_ = true;
        break;
      }
      out[done++] = Arrival{time, duration(), function(), end_tenant()};
    }
    return done;
  }

 private:
  enum class Length : std::uint8_t { constant, duration, end };
  struct Known {
    FunctionId id;
    std::int64_t memory;  // in the units of CsvRow
  };

  Duration duration() {
    switch (length_) {
      case Length::constant:
        return *spec_.duration;
      case Length::duration:
        return Duration{row_.duration};
      case Length::end:
        break;
    }
    if (row_.end < row_.arrival) [[unlikely]] {
      rows_.fail(
          CsvUse::end,
          fmt::format("is {}, which is before the arrival at {}; the end must be at or after the arrival",
                      in_seconds(row_.end), in_seconds(row_.arrival)));
    }
    return Duration{row_.end - row_.arrival};
  }

  FunctionId function() {
    const auto [number, is_new] = names_.number(row_.tenant, row_.function);
    if (is_new) [[unlikely]] {
      known_.push_back({add(), row_.memory});
    }
    const Known& known = known_[number];
    if (row_.memory != known.memory) [[unlikely]] {
      if (mebibytes(row_.memory) != table_[known.id].memory) {
        rows_.fail(CsvUse::memory,
                   fmt::format("is {} MiB for function {}, which had {} MiB in an earlier row; a function "
                               "must have one memory size",
                               mebibytes(row_.memory), in_quotes(row_.function), table_[known.id].memory));
      }
    }
    return known.id;
  }

  /// The number of the end tenant in this row, or 0 if the row or the trace has none.
  std::uint32_t end_tenant() {
    if (row_.end_tenant.empty()) {
      return 0;
    }
    if (!is_printable(row_.end_tenant)) {
      require_name(CsvUse::end_tenant, row_.end_tenant);
    }
    return table_.end_tenant(row_.end_tenant);
  }

  FunctionId add() {
    require_name(CsvUse::function, row_.function);
    require_name(CsvUse::tenant, row_.tenant);
    const Mebibytes memory = mebibytes(row_.memory);
    try {
      return table_.function(table_.tenant(row_.tenant), row_.function, memory, traits());
    } catch (const std::invalid_argument& contradiction) {
      rows_.fail(CsvUse::function,
                 fmt::format("contradicts another workload entry: {}", contradiction.what()));
    }
  }

  /// The traits of the function in this row.
  const FunctionTraits& traits() {
    for (std::size_t i = 0; i < spec_.functions.size(); ++i) {
      const NamedTraits& named = spec_.functions[i];
      if (named.function == row_.function && (named.tenant.empty() || named.tenant == row_.tenant)) {
        is_named_[i] = true;
        return named.traits;
      }
    }
    return spec_.traits;
  }

  /// Checks, after the last row, that every function with its own traits has appeared.
  void require_all_named() const {
    for (std::size_t i = 0; i < spec_.functions.size(); ++i) {
      if (!is_named_[i]) {
        throw std::invalid_argument(fmt::format(
            "functions[{}] of a csv trace names {}{}, which is not in the trace; remove this item, or "
            "correct the name",
            i, in_quotes(spec_.functions[i].function),
            spec_.functions[i].tenant.empty() ? "" : " of " + in_quotes(spec_.functions[i].tenant)));
      }
    }
  }

  void require_name(CsvUse use, std::string_view name) {
    if (name.empty()) {
      rows_.fail(use, "is empty; expected a name");
    }
    if (!is_printable(name)) {
      rows_.fail(use, fmt::format("is '{}', which is not UTF-8 text without control characters; convert the "
                                  "file, for example with iconv -f latin1 -t utf-8",
                                  printable(name)));
    }
  }

  /// The memory of the row, rounded up to whole MiB.
  Mebibytes mebibytes(std::int64_t units) {
    const std::int64_t whole = (units + CsvRows::kMemoryUnits - 1) / CsvRows::kMemoryUnits;
    if (whole == 0 || whole > std::int64_t{kLargestMemory}) {
      rows_.fail(CsvUse::memory, fmt::format("is {} MiB; 1 to {} are allowed", whole, kLargestMemory));
    }
    return static_cast<Mebibytes>(whole);
  }

  CsvTraceSpec spec_;
  FunctionTable& table_;
  CsvRows rows_;
  RowOrder order_;
  CsvRow row_;
  NameIndex names_;
  std::vector<Known> known_;  // indexed by the number in names_
  std::vector<bool> is_named_ = std::vector<bool>(spec_.functions.size());
  Time cut_;
  Length length_ = Length::constant;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_csv_trace(const CsvTraceSpec& spec, const SourceContext& context,
                                              FunctionTable& table) {
  return std::make_unique<CsvTrace>(spec, context, table);
}

}  // namespace curtain
