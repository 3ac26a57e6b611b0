#include "models/sampling/azure_2019_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <unordered_set>
#include <utility>

#include "models/workload/azure_file.hpp"
#include "models/workload/azure_joins.hpp"
#include "models/workload/csv_text.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kCutMinute = 60'000'000'000;

/// A function whose calls are thinned.
struct Thinned {
  std::uint32_t number = 0;  // its number in the order in which functions are first named
  std::uint64_t calls = 0;   // number of calls so far, including those that are not kept
  bool is_heard = false;     // whether one of its calls was written
};

class Cutter {
 public:
  Cutter(const Azure2019Cut& cut, const OpenTextOutput& open) : cut_(cut), open_(open) {
    for (const AzureFunction& function : cut_.functions) {
      wanted_.insert(function.key());
    }
  }

  struct Day {
    std::size_t minutes = 0;
    bool is_written = false;  // whether the slice contains minutes of the day
  };
  /// Copies the counts of a day. `first` is the number of the day's first minute within the trace.
  Day write_invocations(const std::string& from, const std::string& name, std::size_t first) {
    AzureFile in(from);
    const std::vector<std::size_t> minutes = azure_minutes(in.reader(), in.header()).columns;
    std::vector<std::size_t> kept;  // the columns of minutes that are kept
    for (std::size_t i = 0; i < minutes.size(); ++i) {
      if (cut_.slice.contains(Time{static_cast<std::int64_t>(first + i) * kCutMinute})) {
        kept.push_back(minutes[i]);
      }
    }
    if (kept.empty()) {
      return {minutes.size(), false};
    }
    std::vector<std::size_t> leading;
    std::string names;
    for (std::size_t i = 0; i < in.header().size(); ++i) {
      if (!in.header().name(i).empty() && std::find(minutes.begin(), minutes.end(), i) == minutes.end()) {
        leading.push_back(i);
        names += (names.empty() ? "" : ",") + csv_field(in.header().name(i));
      }
    }
    for (const std::size_t column : kept) {
      names += "," + in.header().name(column);
    }
    const std::unique_ptr<TextOutput> file = open_(name);
    file->write(names + "\n");
    while (in.next()) {
      const std::string key = azure_function_of(in).key();
      const auto number = static_cast<std::uint32_t>(thinned_.size());
      Thinned& thinned = thinned_.try_emplace(key, Thinned{number, 0, false}).first->second;
      if (wanted_.find(key) != wanted_.end()) {
        for (const std::size_t column : leading) {
          file->write((column == leading.front() ? "" : ",") + csv_field(in.text(column)));
        }
        write_counts(*file, in, kept, thinned);
      }
    }
    file->commit();
    return {minutes.size(), true};
  }

  /// Copies the rows of functions, or the rows of their applications if a file has no column of functions.
  /// `files` begins with the file of the day, which is empty if there is none. The files of days outside of
  /// the slice follow. They supply rows for functions that have no row in an earlier file. Writes nothing if
  /// there are no files.
  void write_rows(std::vector<std::string> files, const std::string& name, bool may_be_by_application) const {
    files.erase(std::remove(files.begin(), files.end(), ""), files.end());
    if (files.empty()) {
      return;
    }
    const std::unique_ptr<TextOutput> file = open_(name);
    std::vector<std::string> columns;
    {
      const AzureFile in(files.front());
      for (std::size_t i = 0; i < in.header().size(); ++i) {
        if (!in.header().name(i).empty()) {
          file->write((columns.empty() ? "" : ",") + csv_field(in.header().name(i)));
          columns.push_back(in.header().name(i));
        }
      }
      file->write("\n");
    }
    std::unordered_set<std::string> found;  // only looked up
    for (const std::string& path : files) {
      copy_rows(path, columns, may_be_by_application, found, *file);
    }
    file->commit();
  }

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  /// The number of functions with a call so far.
  [[nodiscard]] std::size_t heard() const { return heard_; }

 private:
  /// Copies the requested rows whose key is not in `found`, which contains the keys of other files. The
  /// output has the given columns in this order. If a key has several rows, all of them are copied.
  void copy_rows(const std::string& from, const std::vector<std::string>& columns, bool may_be_by_application,
                 std::unordered_set<std::string>& found, TextOutput& file) const {
    AzureFile in(from);
    const AzureJoinKey join = azure_join_key(in, cut_.functions.front(), may_be_by_application);
    std::unordered_set<std::string> wanted;  // only looked up
    for (const AzureFunction& function : cut_.functions) {
      wanted.insert(join.of(function));
    }
    std::vector<std::size_t> order;
    for (const std::string& column : columns) {
      order.push_back(in.header().require(in.reader(), column));
    }
    std::vector<std::string> here;
    while (in.next()) {
      std::string key = join.of(in);
      if (wanted.find(key) == wanted.end() || found.find(key) != found.end()) {
        continue;
      }
      for (std::size_t i = 0; i < order.size(); ++i) {
        file.write((i == 0 ? "" : ",") + csv_field(in.text(order[i])));
      }
      file.write("\n");
      here.push_back(std::move(key));
    }
    found.insert(here.begin(), here.end());
  }

  void write_counts(TextOutput& file, const AzureFile& in, const std::vector<std::size_t>& kept,
                    Thinned& thinned) {
    std::string text;
    std::uint64_t sum = 0;
    for (const std::size_t column : kept) {
      const std::string_view count = in.text(column);
      text += ',';
      std::uint64_t calls = 0;
      std::from_chars(count.data(), count.data() + count.size(), calls);  // the field was already checked to
                                                                          // be a number earlier
      if (!cut_.thinning.keeps_all()) {
        const std::uint64_t all = std::exchange(calls, 0);
        for (std::uint64_t k = 0; k < all; ++k) {
          calls += cut_.thinning.keeps(thinned.number, thinned.calls++) ? 1 : 0;
        }
        text += std::to_string(calls);
      } else {
        text += count;
      }
      sum += calls;
    }
    calls_ += sum;
    heard_ += sum > 0 && !thinned.is_heard ? 1 : 0;
    thinned.is_heard = thinned.is_heard || sum > 0;
    file.write(text + "\n");
  }

  const Azure2019Cut& cut_;
  const OpenTextOutput& open_;
  std::unordered_set<std::string> wanted_;  // the keys of functions; only looked up
  std::map<std::string, Thinned> thinned_;
  std::uint64_t calls_ = 0;
  std::size_t heard_ = 0;
};

}  // namespace

Azure2019Written write_azure_2019(const AzureTraceSpec& spec, const Azure2019Cut& cut,
                                  const OpenTextOutput& open) {
  std::vector<AzureDay> days{static_cast<const AzureDay&>(spec)};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  Cutter cutter(cut, open);
  Azure2019Written written;
  std::size_t minutes = 0;
  std::vector<std::size_t> touched;  // the days that the slice touches
  const auto below = [&days](std::size_t day) {
    return days.size() == 1 ? std::string() : fmt::format("d{:02}/", day + 1);
  };
  for (std::size_t day = 0; day < days.size(); ++day) {
    const Cutter::Day copied =
        cutter.write_invocations(days[day].invocations, below(day) + "invocations.csv", minutes);
    minutes += copied.minutes;
    if (copied.is_written) {
      touched.push_back(day);
      written.folders.push_back(days.size() == 1 ? "" : fmt::format("d{:02}", day + 1));
    }
  }
  for (const std::size_t day : touched) {
    std::vector<std::string> durations{days[day].durations};
    std::vector<std::string> memory{days[day].memory};
    for (std::size_t other = 0; other < days.size(); ++other) {
      if ((day == touched.front() && other < day) || (day == touched.back() && other > day)) {
        durations.push_back(days[other].durations);
        memory.push_back(days[other].memory);
      }
    }
    cutter.write_rows(std::move(durations), below(day) + "durations.csv", false);
    cutter.write_rows(std::move(memory), below(day) + "memory.csv", true);
  }
  written.calls = cutter.calls();
  written.silent = cut.functions.size() - cutter.heard();
  return written;
}

}  // namespace curtain
