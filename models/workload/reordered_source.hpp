#pragma once
// Traces whose rows contain the end of a call. Rows are sorted by arrival while they are read.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/csv_rows.hpp"
#include "models/workload/name_index.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The range of reordering, and the traits of all functions.
struct ReorderSettings {
  /// The longest time by which a row may arrive before the latest arrival that was read. The memory grows
  /// with the number of rows within this time.
  Duration reorder;
  bool origin_first_arrival = false;  ///< true: the first arrival is time zero; false: times are unchanged
  FunctionTraits traits;
};

/// A source of rows that are sorted by the ends of calls. Their arrivals are out of order by at most the
/// longest duration. Rows wait in a heap until no row that is still allowed can be earlier. A row that is
/// earlier than allowed is a TraceError, which states the `reorder` that it needs. Rows with equal arrivals
/// are in the order of the file.
class ReorderedSource : public ArrivalSource {
 public:
  std::size_t fill(std::span<Arrival> out) final;

 protected:
  ReorderedSource(CsvLayout layout, ReorderSettings settings, const SourceContext& context,
                  FunctionTable& table);

  /// The data in a row.
  struct Call {
    std::int64_t arrival = 0;  ///< time in the file, in nanoseconds
    std::int64_t duration = 0;
    std::uint32_t function = 0;        ///< number of the function, from number_of()
    CsvUse told_by = CsvUse::arrival;  ///< the column that determines the arrival
    std::int64_t told = 0;             ///< the value in that column
  };
  virtual Call call_of(const CsvRow& row) = 0;

  /// The number of a function, and whether it is new. After a new function, add() must be called.
  std::pair<std::uint32_t, bool> number_of(std::string_view tenant, std::string_view function) {
    return names_.number(tenant, function);
  }
  void add(std::string tenant, std::string function, Mebibytes memory) {
    known_.push_back({std::move(tenant), std::move(function), memory, {}});
  }
  /// Throws TraceError if the name with this use in the current row is empty.
  void require_name(CsvUse use, std::string_view name);
  [[noreturn]] void fail(CsvUse use, const std::string& what) { rows_.fail(use, what); }

 private:
  struct Waiting {
    std::int64_t arrival;
    std::uint64_t row;
    std::int64_t duration;
    std::uint32_t function;
  };
  /// The order of the heap. Its first element is the earliest arrival, and among equal arrivals the arrival
  /// of the first row.
  struct Later {
    bool operator()(const Waiting& a, const Waiting& b) const {
      return a.arrival != b.arrival ? a.arrival > b.arrival : a.row > b.row;
    }
  };
  struct Known {
    std::string tenant;
    std::string function;
    Mebibytes memory;
    std::optional<FunctionId> id;  // empty before the first arrival of the function is returned
  };

  void give(std::span<Arrival> out, std::size_t& done);
  bool read();
  void check(const Call& call);
  FunctionId id_of(Known& known);

  ReorderSettings settings_;
  FunctionTable& table_;
  CsvRows rows_;
  CsvRow row_;
  NameIndex names_;
  std::vector<Known> known_;      // indexed by the number in names_
  std::vector<Waiting> waiting_;  // rows that wait, as a heap
  Time cut_;
  std::uint64_t count_ = 0;  // number of rows that were read
  std::int64_t latest_ = 0;  // latest arrival that was read
  std::optional<std::int64_t> given_;
  std::int64_t origin_ = 0;
  bool at_end_ = false;
  bool finished_ = false;
};

}  // namespace curtain
