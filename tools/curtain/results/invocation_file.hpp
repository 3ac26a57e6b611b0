#pragma once
// `curtain run --invocations`: a file with one row for each invocation, which a separate thread writes.
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "models/experiment/invocation_log.hpp"

namespace curtain::tools {

/// The names of a function and its tenant in a file of rows.
struct FunctionName {
  std::string tenant;
  std::string function;
};

/// Writes rows in one format. Only the thread of InvocationFile uses it.
class InvocationFormat {
 public:
  InvocationFormat() = default;
  InvocationFormat(const InvocationFormat&) = delete;
  InvocationFormat& operator=(const InvocationFormat&) = delete;
  virtual ~InvocationFormat() = default;
  /// Adds the next function. Functions are added in the order of their ids, and before the first row with the
  /// function.
  virtual void add(FunctionName name) = 0;
  virtual void write(const std::vector<InvocationRow>& rows) = 0;
  /// Called after all rows are written. Throws std::runtime_error if not all rows could be written.
  virtual void commit() = 0;
};

/// The format for the name of the file: columns for `.npy`, otherwise CSV, which is compressed for `.gz` and
/// `.zst`. Throws UsageError if the file cannot be created.
std::unique_ptr<InvocationFormat> invocation_format(const std::string& path);

/// Passes rows to a thread that formats, compresses and writes them while the simulation continues. The bytes
/// of the file do not depend on the progress of the thread.
class InvocationFile {
 public:
  /// See invocation_format().
  explicit InvocationFile(const std::string& path);
  InvocationFile(const InvocationFile&) = delete;
  InvocationFile& operator=(const InvocationFile&) = delete;
  ~InvocationFile();

  /// Throws ReaderGone like OutputFile::write(), but the exception may come some rows later.
  void write(const InvocationRow& row, const FunctionTable& functions) {
    if (row.function.index() >= functions_) [[unlikely]] {
      add_functions(row, functions);
    }
    filling_.rows.push_back(row);
    if (filling_.rows.size() == kRowsOfBatch) [[unlikely]] {
      hand_over();
    }
  }
  /// Waits until all rows are written. Throws ReaderGone, and std::runtime_error if not all rows could be
  /// written.
  void commit();

 private:
  static constexpr std::size_t kRowsOfBatch = 2048;
  static constexpr std::size_t kMostWaiting = 6;  ///< number of batches at which the simulation waits for the
                                                  ///< disk

  struct Batch {
    std::vector<InvocationRow> rows;
    std::vector<FunctionName> names;  ///< functions that are not in earlier batches
  };

  void add_functions(const InvocationRow& row, const FunctionTable& functions);
  void hand_over();
  void end_thread();
  void work();

  std::unique_ptr<InvocationFormat> format_;
  Batch filling_;
  std::size_t functions_ = 0;  // number of functions whose names are in batches

  std::mutex mutex_;  // protects the members below
  std::condition_variable changed_;
  std::vector<Batch> waiting_;  // batches to write, in the order of their rows
  std::vector<Batch> spare_;    // batches that are written, whose memory is reused
  bool is_over_ = false;
  std::exception_ptr failure_;

  std::thread thread_;
};

}  // namespace curtain::tools
