#pragma once
// Traces whose rows give the end of a call: they are sorted by arrival while they are read.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/csv_rows.hpp"
#include "models/workload/name_index.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// The range of reordering, and the traits that all functions share.
struct ReorderSettings {
  /// How long before the latest arrival read a row may arrive. Memory grows with the rows of this time.
  Duration reorder;
  bool origin_first_arrival = false;  ///< true: the first arrival is time zero; false: times are as given
  FunctionTraits traits;
};

/// Rows sorted by their ends arrive out of order, by at most the longest duration. Rows wait in a heap until
/// no row within `reorder` can come before them. A row that comes later is a TraceError with the `reorder`
/// that it needs. At one instant rows are in the order of the file.
class ReorderedSource : public ArrivalSource {
 public:
  std::size_t fill(std::span<Arrival> out) final;

 protected:
  ReorderedSource(CsvLayout layout, ReorderSettings settings, const SourceContext& context,
                  FunctionTable& table);

  /// The data of a row.
  struct Call {
    std::int64_t arrival = 0;  ///< as in the file, in nanoseconds
    std::int64_t duration = 0;
    std::uint32_t function = 0;        ///< its number, from number_of()
    CsvUse told_by = CsvUse::arrival;  ///< the column that determines the arrival ..
    std::int64_t told = 0;             ///< .. and its value
  };
  virtual Call call_of(const CsvRow& row) = 0;

  /// The number of a function, and whether it is new; if so, add() must follow.
  std::pair<std::uint32_t, bool> number_of(std::string_view tenant, std::string_view function) {
    return names_.number(tenant, function);
  }
  void add(std::string tenant, std::string function, Mebibytes memory) {
    known_.push_back({std::move(tenant), std::move(function), memory, {}});
  }
  /// Throws TraceError if the current row's name of that use is empty.
  void require_name(CsvUse use, std::string_view name);
  [[noreturn]] void fail(CsvUse use, const std::string& what) { rows_.fail(use, what); }

 private:
  struct Waiting {
    std::int64_t arrival;
    std::uint64_t row;
    std::int64_t duration;
    std::uint32_t function;
  };
  /// The order of a heap whose first element is the earliest, and among equals that of the first row.
  struct Later {
    bool operator()(const Waiting& a, const Waiting& b) const {
      return a.arrival != b.arrival ? a.arrival > b.arrival : a.row > b.row;
    }
  };
  struct Known {
    std::string tenant;
    std::string function;
    Mebibytes memory;
    std::optional<FunctionId> id;  // empty before its first arrival is returned
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

}  // namespace curtain
