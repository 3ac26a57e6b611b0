// The tables that Huawei published with "How Does It Function? Characterizing Long-term Trends in Production
// Serverless Workloads" (Joosen et al., SoCC 2023), as described in sir-lab/data-release,
// README_data_release_2023.md and its notebooks. There is one file per day and one row per minute or second.
// The columns are day, time (seconds since day 0) and one for each function (0..199 in the private cloud,
// 0..5092 in the public cloud). A field is empty if the function has no value.
// - requests: the number of calls; interval_arrivals.hpp chooses their instants within the interval.
// - function delay: execution time, averaged over all instances. Every call of an interval takes the value of
//   the last row at or before it. The README states no unit; other users of the data assume milliseconds.
// - memory limit: allocated memory in MB of all instances of the function together; instances: the number of
//   these instances.
//   A function's memory is the sum of its memory limits over the sum of its instances, over the rows of the
//   first day that have both values, rounded up. The public tables have only requests. A function becomes
//   known at its first call.
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "models/workload/interval_arrivals.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/wide_table.hpp"

namespace curtain {
namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

/// All functions of all days, numbered in the order in which they are first named.
class Columns {
 public:
  explicit Columns(const Huawei2023TraceSpec& spec) {
    for (const std::string& path : spec.requests) {
      const WideTable table(path);
      for (const std::string& name : table.functions()) {
        const bool is_wanted = !spec.functions || names_.size() < *spec.functions;
        if (is_wanted && rows_.try_emplace(name, static_cast<std::uint32_t>(names_.size())).second) {
          names_.push_back(name);
        }
      }
    }
    if (spec.functions && names_.size() < *spec.functions) {
      throw TraceError(
          fmt::format("{}:1:1: there are {} functions, but `functions` is {}; set `functions` to at most {}",
                      spec.requests.back(), names_.size(), *spec.functions, names_.size()));
    }
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// The row of each column in a table; kNoRow for a column that is not needed.
  [[nodiscard]] std::vector<std::uint32_t> rows_of(const WideTable& table) const {
    std::vector<std::uint32_t> rows;
    for (const std::string& name : table.functions()) {
      const auto found = rows_.find(name);
      rows.push_back(found == rows_.end() ? kNoRow : found->second);
    }
    return rows;
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> rows_;  // only looked up, never iterated
};

/// Copies the values in the current row of `table` to `now`. Empty fields count as 0.
void take_row(const WideTable& table, const std::vector<std::uint32_t>& rows, std::vector<double>& now) {
  const DecimalReader millionths(1'000'000);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != kNoRow) {
      now[rows[i]] = static_cast<double>(std::max<std::int64_t>(table.number(i, millionths), 0)) / 1e6;
    }
  }
}

/// Sets the memory size of functions that have none yet, from the tables of one day.
void read_huawei_memory(const std::string& limits_path, const std::string& instances_path,
                        const Columns& columns, std::vector<Mebibytes>& memory) {
  WideTable limits(limits_path);
  WideTable instances(instances_path);
  const std::vector<std::uint32_t> limit_rows = columns.rows_of(limits);
  const std::vector<std::uint32_t> instance_rows = columns.rows_of(instances);
  std::vector<double> limit(memory.size());
  std::vector<double> count(memory.size());
  std::vector<double> limit_sum(memory.size());
  std::vector<double> count_sum(memory.size());
  bool more = limits.next() && instances.next();
  while (more) {
    if (limits.time() != instances.time()) {
      more = limits.time() < instances.time() ? limits.next() : instances.next();
      continue;
    }
    limit.assign(memory.size(), 0);
    count.assign(memory.size(), 0);
    take_row(limits, limit_rows, limit);
    take_row(instances, instance_rows, count);
    for (std::size_t row = 0; row < memory.size(); ++row) {
      if (limit[row] > 0 && count[row] > 0) {
        limit_sum[row] += limit[row];
        count_sum[row] += count[row];
      }
    }
    more = limits.next() && instances.next();
  }
  for (std::size_t row = 0; row < memory.size(); ++row) {
    if (memory[row] == 0 && count_sum[row] > 0) {
      memory[row] = whole_mebibytes(limit_sum[row] / count_sum[row]);
    }
  }
}

class Huawei2023Trace : public ArrivalSource {
 public:
  Huawei2023Trace(const Huawei2023TraceSpec& spec, const SourceContext& context, FunctionTable& table)
      : spec_(spec),
        table_(table),
        columns_(spec),
        cut_(context.duration.value_or(Time::never())),
        window_(static_cast<std::uint32_t>(columns_.names().size())),
        arrivals_(columns_.names().size(), spec.interval, spec.within_interval, context),
        delays_ns_(columns_.names().size(), -1),
        memory_(columns_.names().size()),
        ids_(columns_.names().size()) {
    for (std::size_t day = 0; day < spec.memory_limits.size() && !has_all_memory(); ++day) {
      read_huawei_memory(spec.memory_limits[day], spec.instances[day], columns_, memory_);
    }
  }

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t done = 0;
    while (done < out.size() && !finished_) {
      if (window_.left() == 0) {
        finished_ = !next_interval();
        continue;
      }
      for (const std::uint64_t key : window_.take(out.size() - done)) {
        const Time time = window_.time_of(key);
        if (time >= cut_) {
          finished_ = true;
          break;
        }
        const std::uint32_t row = window_.row_of(key);
        out[done++] = Arrival{time, Duration{delays_ns_[row]}, ids_[row]};
      }
    }
    return done;
  }

 private:
  [[nodiscard]] bool has_all_memory() const {
    return std::find(memory_.begin(), memory_.end(), Mebibytes{0}) == memory_.end();
  }

  /// Adds the calls in the next row of requests to the window. The window may remain empty. Returns false at
  /// the end.
  bool next_interval() {
    while (!requests_ || !requests_->next()) {
      if (requests_) {
        day_start_ += last_ + spec_.interval.ns() - first_;
        requests_.reset();
        ++day_;
      }
      if (day_ == spec_.requests.size()) {
        return false;
      }
      open_day();
    }
    const std::int64_t now = requests_->time();
    if (is_first_row_) {
      first_ = now;
    } else if (now - last_ < spec_.interval.ns()) {
      requests_->fail_time(
          fmt::format("the previous row is at {}, which is less than the `interval` of {} before this row; "
                      "set `interval` to the length of time that a row covers",
                      in_seconds(last_), in_seconds(spec_.interval.ns())));
    }
    last_ = now;
    const std::int64_t start = day_start_ + now - first_;
    if (start > kTenYears) {
      requests_->fail_time("the days together are longer than ten years, which is the limit");
    }
    if (Time{start} >= cut_) {
      return false;
    }
    read_delays(now);
    is_first_row_ = false;
    window_.open(Time{start}, spec_.interval);
    read_counts(now);
    window_.sort();
    return true;
  }

  void open_day() {
    requests_ = std::make_unique<WideTable>(spec_.requests[day_]);
    request_rows_ = columns_.rows_of(*requests_);
    is_first_row_ = true;
    if (!spec_.delays.empty()) {
      delays_ = std::make_unique<WideTable>(spec_.delays[day_]);
      delay_rows_ = columns_.rows_of(*delays_);
      has_delay_row_ = delays_->next();
    }
  }

  /// Applies the rows of delays up to the time `now`.
  void read_delays(std::int64_t now) {
    if (is_first_row_ && has_delay_row_ && delays_->time() != now) {
      delays_->fail_time(
          fmt::format("{} begins at {}, which is on another day; files of the same day must have the same "
                      "position in their lists",
                      requests_->path(), in_seconds(now)));
    }
    for (; has_delay_row_ && delays_->time() <= now; has_delay_row_ = delays_->next()) {
      for (std::size_t i = 0; i < delay_rows_.size(); ++i) {
        const std::int64_t delay = delay_rows_[i] == kNoRow ? -1 : delays_->number(i, delay_unit_);
        if (delay >= 0) {
          delays_ns_[delay_rows_[i]] = delay;
        }
      }
    }
  }

  void read_counts(std::int64_t now) {
    std::uint64_t sum = 0;
    counts_.clear();
    for (std::size_t i = 0; i < request_rows_.size(); ++i) {
      const std::uint32_t row = request_rows_[i];
      const std::uint32_t count = row == kNoRow ? 0 : count_of(i);
      if (count == 0) {
        continue;
      }
      sum += count;
      if (sum > kMostInInterval) {
        requests_->fail(i, fmt::format("has {} requests at {}; at most {} requests of all functions together "
                                       "are allowed in an interval",
                                       sum, in_seconds(now), kMostInInterval));
      }
      prepare(i, row);
      counts_.push_back({row, count});
    }
    for (const IntervalCount& count : counts_) {  // after the check that there are not too many arrivals
      arrivals_.add(window_, count);
    }
  }

  /// The field as a whole number. It may have a fraction of zeros, because pandas writes columns with missing
  /// values in this form.
  std::uint32_t count_of(std::size_t i) const {
    const std::string_view text = requests_->text(i);
    std::uint64_t count = 0;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && count <= kMostInInterval; ++at) {
      count = count * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    const bool has_digits = at > 0;
    if (at < text.size() && text[at] == '.') {
      at = std::min(text.find_first_not_of('0', at + 1), text.size());
    }
    if (!text.empty() && (!has_digits || at != text.size() || count > kMostInInterval)) {
      requests_->fail(i, fmt::format("is {}; expected a whole number from 0 to {}, or an empty field",
                                     in_quotes(text), kMostInInterval));
    }
    return static_cast<std::uint32_t>(count);
  }

  /// Checks that the function of a call has a duration and a memory size.
  void prepare(std::size_t i, std::uint32_t row) {
    if (delays_ns_[row] < 0) {
      if (!spec_.default_duration) {
        requests_->fail(i, "is called before there is a function delay; set a default duration");
      }
      delays_ns_[row] = spec_.default_duration->ns();
    }
    if (ids_[row].valid()) {
      return;
    }
    if (memory_[row] == 0 && !spec_.default_memory) {
      requests_->fail(i, "is called, but has no memory limit with instances; set a default memory size");
    }
    try {
      ids_[row] = table_.function(table_.tenant(spec_.tenant), columns_.names()[row],
                                  memory_[row] == 0 ? *spec_.default_memory : memory_[row], spec_.traits);
    } catch (const std::invalid_argument& contradiction) {
      requests_->fail(i, fmt::format("contradicts another workload entry: {}", contradiction.what()));
    }
  }

  Huawei2023TraceSpec spec_;
  FunctionTable& table_;
  Columns columns_;
  Time cut_;
  ArrivalWindow window_;
  IntervalArrivals arrivals_;
  DecimalReader delay_unit_{spec_.delay_unit_ns};
  std::vector<std::int64_t> delays_ns_;  // the last value of each row; -1 before the first value
  std::vector<Mebibytes> memory_;        // the memory size of each row; 0: unknown
  std::vector<FunctionId> ids_;          // the id of each row, which is not valid before its first call

  std::size_t day_ = 0;
  std::unique_ptr<WideTable> requests_;
  std::unique_ptr<WideTable> delays_;
  std::vector<std::uint32_t> request_rows_;  // the row of each column
  std::vector<std::uint32_t> delay_rows_;
  std::vector<IntervalCount> counts_;  // the counts in the current row
  bool has_delay_row_ = false;         // whether a row of delays was read that is not yet applied
  bool is_first_row_ = true;           // whether the next row is the first row of its day
  std::int64_t first_ = 0;             // time in the file of the first row of the day
  std::int64_t last_ = 0;              // time in the file of the last row that was read
  std::int64_t day_start_ = 0;         // start of the day in simulated time
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_huawei_2023_trace(const Huawei2023TraceSpec& spec,
                                                      const SourceContext& context, FunctionTable& table) {
  if (spec.requests.empty()) {
    throw std::invalid_argument("a huawei-2023 trace has no table of requests; set `requests`");
  }
  if (!spec.delays.empty() && spec.delays.size() != spec.requests.size()) {
    throw std::invalid_argument(fmt::format(
        "there are {} tables of function delays for {} tables of requests; each day needs one of each",
        spec.delays.size(), spec.requests.size()));
  }
  if (spec.memory_limits.size() != spec.instances.size()) {
    throw std::invalid_argument(fmt::format(
        "there are {} tables of memory limits for {} tables of instances; each day needs one of each",
        spec.memory_limits.size(), spec.instances.size()));
  }
  return std::make_unique<Huawei2023Trace>(spec, context, table);
}

}  // namespace curtain
