#pragma once
// Converts a log to a CSV trace: records are collected in any order and written in order of arrival.
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

/// A record that could not be used, in the form in which it is shown.
struct BrokenExample {
  std::string place;  ///< "logs/a.txt:12"
  std::string what;
  std::string text;
};

/// The contents of the trace, and the decisions made while writing it.
struct ImportedTrace {
  std::uint64_t rows = 0;
  std::uint64_t functions = 0;
  std::uint64_t tenants = 0;
  std::uint64_t cold = 0;
  std::uint64_t cold_told = 0;       ///< rows for which the log says whether they were cold
  std::uint64_t duplicates = 0;      ///< left out: the same request at the same instant
  std::uint64_t again = 0;           ///< kept: the same request at another instant
  std::uint64_t without_memory = 0;  ///< rows whose record has no memory size
  std::uint64_t without_duration = 0;
  std::uint64_t resized = 0;  ///< functions created for later memory sizes of other functions
  std::int64_t first = 0;     ///< arrival, nanoseconds since 1970
  std::int64_t last = 0;
  bool has_tenant = false;
  bool has_duration = false;
  bool has_memory = false;
  std::vector<ImportedFunction> each;       ///< the functions of the trace, in the order of their first rows
  std::optional<ColdStartDifference> gaps;  ///< if the log has the cold starts, and a keep-alive was given
};

struct ImportChoices {
  std::optional<Mebibytes> memory;         ///< for records without a memory size
  std::optional<std::int64_t> duration;    ///< nanoseconds, likewise
  bool with_requests = false;              ///< add a column with request ids
  bool is_epoch = false;                   ///< times since 1970 instead of times since the first arrival
  std::optional<std::int64_t> keep_alive;  ///< nanoseconds, for the comparison with the log's cold starts
};

/// Receives the records that readers of logs find, and writes them as a trace.
class TraceImport : public LogSink {
 public:
  static constexpr std::size_t kMostFunctions = 1'000'000;
  static constexpr std::size_t kExamples = 5;

  /// Temporary files are next to `out`; broken records go unchanged to `broken`, if it is given.
  TraceImport(const std::string& out, ImportChoices choices, OutputFile* broken, ProgressLine& progress);

  /// Throws UsageError if there are more functions than possible.
  void take(const LoggedInvocation& invocation) override;
  void refuse(const BrokenRecord& record) override;

  /// Writes the trace. Throws UsageError if a part of the rows lacks a duration or a memory size.
  /// An interrupt ends it early.
  ImportedTrace write(OutputFile& out, const std::atomic<bool>& interrupt);

  [[nodiscard]] const std::array<std::uint64_t, kTroubles>& troubles() const { return troubles_; }
  [[nodiscard]] const std::vector<BrokenExample>& examples() const { return examples_; }

 private:
  struct Function {
    std::string name;
    std::string tenant;
    std::uint32_t memory = 0;  // first the size reported first, then that of the rows written last
    std::uint32_t named = 0;   // the size for which the function keeps its plain name
  };

  void show(std::uint64_t rows, std::optional<double> part, const char* where);
  void check_whole() const;
  void decide_columns(ImportedTrace& trace) const;
  [[nodiscard]] std::string header(const ImportedTrace& trace) const;
  void append(std::string& line, const ImportRow& row, const std::string& request, ImportedTrace& trace);
  /// The name of the function in the trace, and its number there.
  std::pair<std::string, std::uint32_t> name_at(Function& function, std::uint32_t memory,
                                                ImportedTrace& trace);
  void learn(const ImportRow& row, std::uint32_t number, std::int64_t duration, ImportedTrace& trace);

  ImportChoices choices_;
  OutputFile* broken_;
  ProgressLine& progress_;
  SortedRows rows_;
  NameIndex function_index_;
  NameIndex status_index_;
  NameIndex size_index_;  // functions by name and memory size
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
