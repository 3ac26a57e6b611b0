#include "tools/azure_2019_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <utility>

#include "models/workload/csv_fields.hpp"
#include "tools/output_file.hpp"
#include "tools/results_folder.hpp"
#include "tools/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::int64_t kCutMinute = 60'000'000'000;
constexpr std::size_t kLeading = 4;  // columns before the minutes

/// Of each function: its number, in order of first mention, and the calls that were decided on so far.
struct Thinned {
  std::uint32_t number = 0;
  std::uint64_t calls = 0;
  bool is_heard = false;  // has a call in what was written
};

class Cutter {
 public:
  Cutter(const Azure2019Cut& cut, const ResultsFolder& folder) : cut_(cut), folder_(folder) {
    for (const std::string& function : cut_.functions) {
      applications_.insert(function.substr(0, function.rfind('/')));
    }
  }

  /// Copies the counts of a day whose first minute is number `first` of the trace; returns its minutes.
  std::size_t write_invocations(const std::string& from, const std::string& name, std::size_t first) {
    LineReader reader(from);
    const CsvHeader header(reader);
    const std::size_t minutes = header.size() - kLeading;
    std::size_t begin = minutes;
    std::size_t end = 0;
    for (std::size_t i = 0; i < minutes; ++i) {
      if (cut_.slice.contains(Time{static_cast<std::int64_t>(first + i) * kCutMinute})) {
        begin = std::min(begin, i);
        end = i + 1;
      }
    }
    if (begin >= end) {
      return minutes;
    }
    OutputFile file(folder_.inside(name + cut_.packing));
    file.write("HashOwner,HashApp,HashFunction,Trigger");
    for (std::size_t i = begin; i < end; ++i) {
      file.write("," + header.name(kLeading + i));
    }
    file.write("\n");
    CsvSplitter splitter;
    std::string_view line;
    while (reader.next(line)) {
      const std::vector<CsvField>& fields = splitter.split(reader, line);
      const std::string key = fmt::format("{}/{}/{}", fields[0].text, fields[1].text, fields[2].text);
      const auto number = static_cast<std::uint32_t>(thinned_.size());
      Thinned& thinned = thinned_.try_emplace(key, Thinned{number, 0, false}).first->second;
      if (cut_.functions.find(key) != cut_.functions.end()) {
        file.write(line.substr(0, fields[kLeading].column - 2));
        write_counts(file, fields, begin, end, thinned);
      }
    }
    file.commit();
    is_written_ = true;
    return minutes;
  }

  /// Copies the rows of functions, or of their applications where the file has no column of functions. Of
  /// what has no row in `from` one is taken from the first of `others` that has: files of days outside of the
  /// slice.
  void write_rows(const std::string& from, const std::vector<std::string>& others,
                  const std::string& name) const {
    OutputFile file(folder_.inside(name + cut_.packing));
    std::vector<std::string> columns;
    {
      LineReader reader(from);
      const CsvHeader header(reader);
      for (std::size_t i = 0; i < header.size(); ++i) {
        columns.push_back(header.name(i));
        file.write((i == 0 ? "" : ",") + csv_field(columns.back()));
      }
      file.write("\n");
    }
    std::unordered_set<std::string> found;  // looked up only
    copy_rows(from, columns, found, file);
    for (const std::string& other : others) {
      copy_rows(other, columns, found, file);
    }
    file.commit();
  }

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  /// Functions with a call so far.
  [[nodiscard]] std::size_t heard() const { return heard_; }
  /// Whether the slice touches the day whose counts were copied last.
  bool take_written() { return std::exchange(is_written_, false); }

 private:
  /// Copies wanted rows whose key is not among those `found`, as a file with these columns has them.
  void copy_rows(const std::string& from, const std::vector<std::string>& columns,
                 std::unordered_set<std::string>& found, OutputFile& file) const {
    LineReader reader(from);
    const CsvHeader header(reader);
    std::vector<std::size_t> hashes{header.require(reader, "HashOwner"), header.require(reader, "HashApp")};
    if (const auto function = header.find("HashFunction")) {
      hashes.push_back(*function);
    }
    std::vector<std::size_t> order;
    for (const std::string& column : columns) {
      order.push_back(header.require(reader, column));
    }
    const std::unordered_set<std::string>& wanted = hashes.size() == 3 ? cut_.functions : applications_;
    CsvSplitter splitter;
    std::string_view line;
    while (reader.next(line)) {
      const std::vector<CsvField>& fields = splitter.split(reader, line);
      header.require_whole(reader, fields);
      std::string key;
      for (const std::size_t column : hashes) {
        key += (key.empty() ? "" : "/") + std::string(fields[column].text);
      }
      if (wanted.find(key) == wanted.end() || !found.insert(key).second) {
        continue;
      }
      for (std::size_t i = 0; i < order.size(); ++i) {
        file.write((i == 0 ? "" : ",") + csv_field(fields[order[i]].text));
      }
      file.write("\n");
    }
  }

  void write_counts(OutputFile& file, const std::vector<CsvField>& fields, std::size_t begin, std::size_t end,
                    Thinned& thinned) {
    std::string text;
    std::uint64_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view count = fields[kLeading + i].text;
      text += ',';
      std::uint64_t calls = 0;
      std::from_chars(count.data(), count.data() + count.size(), calls);  // read before: it is a number
      if (cut_.thinning) {
        const std::uint64_t all = std::exchange(calls, 0);
        for (std::uint64_t k = 0; k < all; ++k) {
          calls += is_kept(*cut_.thinning, thinned.number, thinned.calls++, cut_.kept) ? 1 : 0;
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
  const ResultsFolder& folder_;
  std::unordered_set<std::string> applications_;  // looked up only
  std::map<std::string, Thinned> thinned_;
  std::uint64_t calls_ = 0;
  std::size_t heard_ = 0;
  bool is_written_ = false;
};

}  // namespace

bool is_kept(const sim::DrawKey& key, std::uint32_t function, std::uint64_t ordinal, double probability) {
  return sim::Draw(key, function, ordinal).uniform() < probability;
}

Azure2019Written write_azure_2019(const AzureTraceSpec& spec, const Azure2019Cut& cut,
                                  const std::string& path) {
  std::vector<AzureDay> days{static_cast<const AzureDay&>(spec)};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  ResultsFolder folder(path);
  Cutter cutter(cut, folder);
  Azure2019Written written;
  std::size_t minutes = 0;
  std::vector<std::size_t> touched;  // days
  const auto below = [&days](std::size_t day) {
    return days.size() == 1 ? std::string() : fmt::format("d{:02}/", day + 1);
  };
  for (std::size_t day = 0; day < days.size(); ++day) {
    minutes += cutter.write_invocations(days[day].invocations, below(day) + "invocations.csv", minutes);
    if (cutter.take_written()) {
      touched.push_back(day);
      written.folders.push_back(days.size() == 1 ? path : path + fmt::format("/d{:02}", day + 1));
    }
  }
  for (const std::size_t day : touched) {
    std::vector<std::string> durations;
    std::vector<std::string> memory;
    for (std::size_t other = 0; other < days.size(); ++other) {
      if ((day == touched.front() && other < day) || (day == touched.back() && other > day)) {
        durations.push_back(days[other].durations);
        memory.push_back(days[other].memory);
      }
    }
    cutter.write_rows(days[day].durations, durations, below(day) + "durations.csv");
    cutter.write_rows(days[day].memory, memory, below(day) + "memory.csv");
  }
  folder.commit();
  written.calls = cutter.calls();
  written.silent = cut.functions.size() - cutter.heard();
  return written;
}

}  // namespace curtain::tools
