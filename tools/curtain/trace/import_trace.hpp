#pragma once
// Converts a log to a CSV trace. Records are collected in any order and written in order of arrival.
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/import/cold_start_gaps.hpp"
#include "models/import/logged_invocation.hpp"
#include "models/import/seen_invocations.hpp"
#include "models/import/sorted_rows.hpp"
#include "models/workload/name_index.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/trace/import_scenario.hpp"

namespace curtain::tools {

/// A record that could not be used, for the report.
struct BrokenExample {
  std::string place;  ///< position such as "logs/a.txt:12"
  std::string what;
  std::string text;
};

/// Figures about the trace that was written.
struct ImportedTrace {
  std::uint64_t rows = 0;
  std::uint64_t functions = 0;
  std::uint64_t tenants = 0;
  std::uint64_t cold = 0;
  std::uint64_t cold_told = 0;       ///< rows for which the log states whether they were cold
  std::uint64_t duplicates = 0;      ///< rows that were left out, because the same request appears twice at
                                     ///< one instant
  std::uint64_t again = 0;           ///< rows that were kept, although the same request appears at another
                                     ///< instant
  std::uint64_t without_memory = 0;  ///< rows whose record has no memory size
  std::uint64_t without_duration = 0;
  std::uint64_t resized = 0;  ///< functions that were added for further memory sizes of other functions
  std::int64_t first = 0;     ///< time of the first arrival, in nanoseconds since 1970
  std::int64_t last = 0;
  bool has_tenant = false;
  bool has_duration = false;
  bool has_memory = false;
  std::vector<ImportedFunction> each;       ///< the functions of the trace, in the order of their first rows
  std::optional<ColdStartDifference> gaps;  ///< present if the log contains the cold starts, and a keep-alive
                                            ///< was given
};

struct ImportChoices {
  std::optional<Mebibytes> memory;         ///< memory size for records without a memory size
  std::optional<std::int64_t> duration;    ///< duration for records without a duration, in nanoseconds
  bool with_requests = false;              ///< whether to add a column with the ids of the requests
  bool is_epoch = false;                   ///< whether to write times since 1970 instead of times since the
                                           ///< first arrival
  std::optional<std::int64_t> keep_alive;  ///< keep-alive in nanoseconds, for the comparison with the cold
                                           ///< starts in the log
};

/// Receives the records that the readers of logs find, and writes them as a trace.
class TraceImport : public LogSink {
 public:
  static constexpr std::size_t kMostFunctions = 1'000'000;
  static constexpr std::size_t kExamples = 5;

  /// Temporary files are written to the folder of `out`. If `broken` is given, broken records are written to
  /// it unchanged.
  TraceImport(const std::string& out, ImportChoices choices, OutputFile* broken, ProgressLine& progress);

  /// Throws UsageError if the log has more than the maximum number of functions.
  void take(const LoggedInvocation& invocation) override;
  void refuse(const BrokenRecord& record) override;

  /// Writes the trace. Throws UsageError if some rows, but not all, have no duration or no memory size. Stops
  /// early at an interrupt.
  ImportedTrace write(OutputFile& out, const std::atomic<bool>& interrupt);

  [[nodiscard]] const std::array<std::uint64_t, kTroubles>& troubles() const { return troubles_; }
  [[nodiscard]] const std::vector<BrokenExample>& examples() const { return examples_; }

 private:
  struct Function {
    std::string name;
    std::string tenant;
    std::uint32_t memory =
        0;                    // the size in the first record; once rows are written, the size in the last row
    std::uint32_t named = 0;  // the size for which the function has its name without a suffix
  };

  void show(std::uint64_t rows, std::optional<double> part, const char* where);
  void check_whole() const;
  void decide_columns(ImportedTrace& trace) const;
  [[nodiscard]] std::string header(const ImportedTrace& trace) const;
  void append(std::string& line, const ImportRow& row, const std::string& request, ImportedTrace& trace);
  /// The name and the number of the function in the trace.
  std::pair<std::string, std::uint32_t> name_at(Function& function, std::uint32_t memory,
                                                ImportedTrace& trace);
  void learn(const ImportRow& row, std::uint32_t number, std::int64_t duration, ImportedTrace& trace);

  ImportChoices choices_;
  OutputFile* broken_;
  ProgressLine& progress_;
  SortedRows rows_;
  NameIndex function_index_;
  NameIndex status_index_;
  NameIndex size_index_;  // index of functions by name and memory size
  NameIndex tenant_index_;
  std::vector<Function> functions_;
  std::vector<std::string> statuses_;
  std::array<std::uint64_t, kTroubles> troubles_{};
  std::vector<BrokenExample> examples_;
  SeenInvocations seen_;
  std::optional<ColdStartGaps> gaps_;
  std::uint64_t count_ = 0;
  std::uint64_t without_duration_ = 0;
  std::uint64_t without_memory_ = 0;
  bool has_init_ = false;
  bool has_billed_ = false;
  bool has_max_memory_ = false;
  bool has_status_ = false;
};

}  // namespace curtain::tools
