#pragma once
// `curtain run --invocations`: a file with one row for each invocation, written by a thread of its own.
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

/// What a file of rows needs to know of a function.
struct FunctionName {
  std::string tenant;
  std::string function;
};

/// Writes rows in one format. Used by the thread of InvocationFile only.
class InvocationFormat {
 public:
  InvocationFormat() = default;
  InvocationFormat(const InvocationFormat&) = delete;
  InvocationFormat& operator=(const InvocationFormat&) = delete;
  virtual ~InvocationFormat() = default;
  /// The next function, in the order of their ids; called before the first row with the function.
  virtual void add(FunctionName name) = 0;
  virtual void write(const std::vector<InvocationRow>& rows) = 0;
  /// All rows are written. Throws std::runtime_error if not all of them could be.
  virtual void commit() = 0;
};

/// The format that the name asks for: columns for `.npy`, otherwise CSV, compressed for `.gz` and `.zst`.
/// Throws UsageError if the file cannot be made.
std::unique_ptr<InvocationFormat> invocation_format(const std::string& path);

/// Hands rows over to a thread that formats, compresses and writes them while the simulation continues. The
/// bytes of the file do not depend on the progress of the thread.
class InvocationFile {
 public:
  /// See invocation_format().
  explicit InvocationFile(const std::string& path);
  InvocationFile(const InvocationFile&) = delete;
  InvocationFile& operator=(const InvocationFile&) = delete;
  ~InvocationFile();

  /// Throws ReaderGone like OutputFile::write(), but some rows later.
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
  static constexpr std::size_t kMostWaiting = 6;  ///< batches; the simulation then waits for the disk

  struct Batch {
    std::vector<InvocationRow> rows;
    std::vector<FunctionName> names;  ///< of functions that are not in earlier batches
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
  std::vector<Batch> waiting_;  // in the order of their rows
  std::vector<Batch> spare_;    // written, for reuse of their memory
  bool is_over_ = false;
  std::exception_ptr failure_;

  std::thread thread_;
};

}  // namespace curtain::tools
