#pragma once
// `curtain run --invocations`: a CSV with one row for each invocation.
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "models/experiment/invocation_log.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {

/// Columns: n, tenant, function, arrival_s, dispatch_s, start_s, end_s, answer_s, attempts, start, outcome,
/// reason, instance, vm, host, charged_s, counted; tools/README.md has their meanings. A field without a
/// value is empty. A separate thread formats and writes the rows while the simulation continues.
class InvocationsCsv {
 public:
  /// See OutputFile.
  explicit InvocationsCsv(const std::string& path);
  InvocationsCsv(const InvocationsCsv&) = delete;
  InvocationsCsv& operator=(const InvocationsCsv&) = delete;
  ~InvocationsCsv();

  /// Throws ReaderGone like OutputFile::write(), but some rows later.
  void write(const InvocationRow& row, const FunctionTable& functions);
  /// Waits until all rows are written. Throws ReaderGone, and std::runtime_error if not all rows could be
  /// written.
  void commit();

 private:
  struct Batch {
    std::vector<InvocationRow> rows;
    std::vector<std::string> names;  ///< ",TENANT,FUNCTION,", for functions that are not in earlier batches
  };

  void hand_over();
  void end_thread();
  void work();
  void write_batch(const Batch& batch);

  RowFile file_;
  Batch filling_;
  std::size_t functions_ = 0;  // number of functions whose names are in batches

  std::mutex mutex_;  // protects the members below
  std::condition_variable changed_;
  std::vector<Batch> waiting_;  // in the order of their rows
  bool is_over_ = false;
  std::exception_ptr failure_;

  std::vector<std::string> names_;  // by function; used by the thread only
  std::string text_;                // used by the thread only
  std::thread thread_;
};

}  // namespace curtain::tools
