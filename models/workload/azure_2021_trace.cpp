// The Azure Functions invocation trace of 2021 (Zhang et al., SOSP 2021): one row an invocation, which says
// when it ended. Arrivals (end minus duration) are out of order then, by at most the longest duration where
// the rows are sorted by end. They wait in a heap until no row within `reorder` can come before them.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "models/workload/csv_rows.hpp"
#include "models/workload/name_index.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

/// The columns as published; the instant of a row is its end.
CsvTraceSpec columns_of(const Azure2021TraceSpec& spec) {
  CsvTraceSpec columns;
  columns.paths = spec.paths;
  columns.function_column = "func";
  columns.tenant_column = "app";
  columns.arrival_column = "end_timestamp";
  columns.duration_column = "duration";
  columns.memory_column.clear();
  return columns;
}

class Azure2021Trace : public ArrivalSource {
 public:
  Azure2021Trace(const Azure2021TraceSpec& spec, const SourceContext& context, FunctionTable& table)
      : spec_(spec), table_(table), rows_(columns_of(spec)), cut_(context.duration.value_or(Time::never())) {}

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t done = 0;
    while (done < out.size() && !finished_) {
      if (!waiting_.empty() && (at_end_ || waiting_.front().arrival <= latest_ - spec_.reorder.ns())) {
        give(out, done);
      } else if (!at_end_) {
        at_end_ = !read();
      } else {
        finished_ = true;
      }
    }
    return done;
  }

 private:
  struct Waiting {
    std::int64_t arrival;  // as in the file, in nanoseconds
    std::uint64_t row;
    std::int64_t duration;
    std::uint32_t function;  // number in names_
  };
  /// The order of a heap whose first element is the earliest, and of those the one of the first row.
  struct Later {
    bool operator()(const Waiting& a, const Waiting& b) const {
      return a.arrival != b.arrival ? a.arrival > b.arrival : a.row > b.row;
    }
  };
  struct Known {
    std::string tenant;
    std::string function;
    std::optional<FunctionId> id;  // nothing until its first arrival is given
  };

  void give(std::span<Arrival> out, std::size_t& done) {
    std::pop_heap(waiting_.begin(), waiting_.end(), Later{});
    const Waiting next = waiting_.back();
    waiting_.pop_back();
    if (!given_) {
      origin_ = spec_.origin_first_arrival ? next.arrival : 0;
    }
    given_ = next.arrival;
    const Time time{next.arrival - origin_};
    if (time >= cut_) {
      finished_ = true;
      return;
    }
    out[done++] = Arrival{time, Duration{next.duration}, id_of(known_[next.function])};
  }

  /// Puts the next row with those that wait; false at the end.
  bool read() {
    if (!rows_.next(row_)) {
      return false;
    }
    const std::int64_t arrival = row_.arrival - row_.duration;
    check(arrival);
    const auto [number, is_new] = names_.number(row_.tenant, row_.function);
    if (is_new) {
      require_name(CsvUse::tenant, row_.tenant);
      require_name(CsvUse::function, row_.function);
      known_.push_back({std::string(row_.tenant), std::string(row_.function), {}});
    }
    latest_ = count_ == 0 ? arrival : std::max(latest_, arrival);
    waiting_.push_back({arrival, count_++, row_.duration, number});
    std::push_heap(waiting_.begin(), waiting_.end(), Later{});
    return true;
  }

  void check(std::int64_t arrival) {
    if (given_ && arrival < *given_) {
      rows_.fail(
          CsvUse::arrival,
          fmt::format("is {}, so that it arrived at {}, before an arrival already given at {}; rows so "
                      "far out of order need `reorder` to be at least {}",
                      in_seconds(row_.arrival), in_seconds(arrival), in_seconds(*given_),
                      in_seconds(latest_ - arrival)));
    }
    if (spec_.origin_first_arrival) {
      if (count_ > 0 && arrival - latest_ > kTenYears) {
        rows_.fail(CsvUse::arrival,
                   fmt::format("is {}, so that it arrived over ten years after the rows before; at most ten "
                               "years are allowed",
                               in_seconds(row_.arrival)));
      }
    } else if (arrival < 0 || arrival > kTenYears) {
      rows_.fail(CsvUse::arrival,
                 fmt::format("is {}, so that it arrived {} time zero; set `origin: first-arrival`",
                             in_seconds(row_.arrival),
                             arrival < 0 ? in_seconds(-arrival) + " before" : "over ten years after"));
    }
  }

  void require_name(CsvUse use, std::string_view name) {
    if (name.empty()) {
      rows_.fail(use, "is empty; a name is needed");
    }
  }

  FunctionId id_of(Known& known) {
    if (!known.id) {
      try {
        known.id = table_.function(table_.tenant(known.tenant), known.function, spec_.memory, spec_.traits);
      } catch (const std::invalid_argument& contradiction) {
        throw TraceError(fmt::format("{}:1:1: it has a function of another entry: {}", rows_.path(),
                                     contradiction.what()));
      }
    }
    return *known.id;
  }

  Azure2021TraceSpec spec_;
  FunctionTable& table_;
  CsvRows rows_;
  CsvRow row_;
  NameIndex names_;
  std::vector<Known> known_;      // by number in names_
  std::vector<Waiting> waiting_;  // a heap
  Time cut_;
  std::uint64_t count_ = 0;  // rows read
  std::int64_t latest_ = 0;  // arrival of those read
  std::optional<std::int64_t> given_;
  std::int64_t origin_ = 0;
  bool at_end_ = false;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_2021_trace(const Azure2021TraceSpec& spec,
                                                     const SourceContext& context, FunctionTable& table) {
  return std::make_unique<Azure2021Trace>(spec, context, table);
}

}  // namespace curtain
